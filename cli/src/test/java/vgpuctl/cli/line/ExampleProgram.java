package vgpuctl.cli.line;

import java.util.List;

/** A program with something of everything. */
public final class ExampleProgram {

    private ExampleProgram() {}

    public static Command root() {
        return Command.named("vgpuctl", "vGPU manager for Linux KVM hosts")
                .with(
                        Option.text("host", "HOST", "which host: local, or sim:BOARD[,BOARD...]")
                                .byDefault("local"),
                        Option.choice(
                                        "output",
                                        "FORMAT",
                                        List.of("table", "wide", "json", "yaml"),
                                        "how to print")
                                .letter('o')
                                .byDefault("table"),
                        Option.negatable("color", "show colours").otherwise("on a terminal"))
                .with(list(), create(), stop(), mode(), sim(), mdev());
    }

    private static Command list() {
        return Command.named("list", "list vGPUs")
                .under("Look")
                .with(Operand.optional("GPU", "only of this GPU"));
    }

    private static Command create() {
        return Command.named("create", "create vGPUs of a type")
                .under("Make")
                .describedAs(
                        "The GPU is chosen so that the most room remains for large types, unless one"
                                + " is given.",
                        "Nothing that is in use is touched.")
                .with(Operand.required("TYPE", "a type by name, short name or id"))
                .with(
                        Option.number("count", "N", new Accepts.WholeNumber(1, 32), "how many")
                                .letter('n')
                                .byDefault("1"),
                        Option.text("gpu", "GPU", "on this GPU; any notation of its address")
                                .otherwise("the one with the most room"),
                        Option.text("param", "KEY=VALUE", "a parameter of the vGPU plugin")
                                .repeated(),
                        Option.text(
                                "a-name-longer-than-the-column", "VALUE", "stands on its own line"),
                        Option.negatable("autostart", "start with the host").onByDefault(),
                        Option.flag("dry-run", "show the plan and change nothing").letter('y'),
                        Option.flag("force", "also when a VM runs").letter('f'))
                .example("vgpuctl create P40-12C --count 2", "Two vGPUs of 12 GB.")
                .example("vgpuctl create nvidia-50 --gpu 82:00.0", "One on this GPU.");
    }

    private static Command stop() {
        return Command.named("stop", "stop vGPUs")
                .under("Make")
                .with(Operand.oneOrMore("ID", "a vGPU"));
    }

    private static Command mode() {
        return Command.named("mode", "set how a GPU is shared")
                .under("Make")
                .with(
                        Operand.required("GPU", "the GPU"),
                        Operand.required("MODE", "the mode")
                                .oneOf("equal-size", "mixed-size", "mig"));
    }

    private static Command sim() {
        return Command.named("sim", "simulated hosts")
                .with(
                        Command.named("reset", "make a simulated host new")
                                .with(Operand.required("BOARD", "the board")),
                        Command.named("boards", "list the boards"));
    }

    private static Command mdev() {
        return Command.named("mdev", "the command line of mdevctl")
                .with(
                        Command.named("list", "list mediated devices")
                                .with(
                                        Option.flag("defined", "those defined").letter('d'),
                                        Option.text("out", "FILE", "write there").letter('o')));
    }
}
