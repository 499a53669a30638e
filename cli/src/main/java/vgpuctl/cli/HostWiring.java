package vgpuctl.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vgpuctl.cli.line.Parsed;
import vgpuctl.cli.screen.Text;
import vgpuctl.core.host.LiveFigures;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.NoCommands;
import vgpuctl.linux.command.ProcessCommands;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.files.KernelAttributes;
import vgpuctl.linux.files.RealDisk;
import vgpuctl.linux.host.FirstFigures;
import vgpuctl.linux.host.LinuxHost;
import vgpuctl.linux.host.LinuxHost.Libraries;
import vgpuctl.linux.journal.JournalDirectory;
import vgpuctl.linux.libvirt.Libvirt;
import vgpuctl.linux.libvirt.NativeLibvirt;
import vgpuctl.linux.locks.FileLocks;
import vgpuctl.linux.nvidiasmi.SmiFigures;
import vgpuctl.linux.nvml.NvmlFigures;
import vgpuctl.operations.Operations;
import vgpuctl.simulation.Simulation;

/** Which host a command is for, and all that is wired up for it. */
final class HostWiring {

    private static final String SOCKET = "/run/vgpuctl/vgpuctl.sock";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Parsed line;
    private final String words;
    private final Map<String, String> environment;
    private final PrintStream notices;
    private final WaysOut waysOut;

    private Optional<Libvirt> libvirt = Optional.empty();
    private Optional<LiveFigures> figures = Optional.empty();

    /**
     * Wiring for one command.
     *
     * @param words the command as it was written, for the journal and for those who wait
     * @param notices is told what was found cut off
     */
    HostWiring(
            Parsed line,
            String words,
            Map<String, String> environment,
            PrintStream notices,
            WaysOut waysOut) {
        this.line = line;
        this.words = words;
        this.environment = environment;
        this.notices = notices;
        this.waysOut = waysOut;
    }

    Operations operations() {
        return operations(words);
    }

    /** For another request, of whoever serves many. */
    Operations operations(String words) {
        return operations(words, Duration.ofSeconds(line.number("wait")), this::notice);
    }

    /**
     * For somebody else's line.
     *
     * @param patience with whoever changes the same GPU
     * @param notices is told what was found cut off
     */
    Operations operations(String words, Duration patience, Consumer<String> notices) {
        var asking = new Asking(words, patience, notices);
        return isSimulated() ? simulated(asking, simulation()) : local(asking);
    }

    /** Who asks, with how much patience, and who is told what was found. */
    private record Asking(String words, Duration patience, Consumer<String> notices) {}

    /** Where the daemon of this host listens, if one does. */
    Path socket() {
        return files().at(SOCKET);
    }

    boolean isSimulated() {
        var host = line.text("host");
        if (!host.startsWith(Simulation.PREFIX) && !host.equals("local")) {
            throw unknownHost(host).thrown();
        }
        return host.startsWith(Simulation.PREFIX);
    }

    /** The files of the host. */
    HostFiles files() {
        var root =
                isSimulated() ? simulation().root() : Path.of(root().orElse("/")).toAbsolutePath();
        return new HostFiles(root, waysOut.disk(new RealDisk()));
    }

    /** What the host says by itself. With --root only files of another one are there. */
    HostSignals signals() {
        var isLive = !isSimulated() && root().isEmpty();
        return new HostSignals(files(), isLive ? HostSignals.Kind.LIVE : HostSignals.Kind.FILES);
    }

    /** Where this host's paths lie, if not at their own places; mdevctl has a word for it, too. */
    private Optional<String> root() {
        return line.optional("root")
                .or(() ->
                        Optional.ofNullable(environment.get("MDEVCTL_ENV_ROOT"))
                                .filter(root -> MdevLine.isOne(line) && !root.isEmpty()));
    }

    /** The simulated host that the command names. */
    Simulation simulation() {
        var host = line.text("host");
        if (!host.startsWith(Simulation.PREFIX)) {
            throw new Problem.BadInput(
                            "'sim' is for simulated hosts, and this is " + host,
                            "name one: vgpuctl --host sim:tesla-p10 sim …")
                    .thrown();
        }
        return Simulation.open(host, stateDirectory().resolve("sim"));
    }

    private static Problem unknownHost(String host) {
        return new Problem.BadInput(
                "'" + host + "' is not a host", "use --host local or --host sim:tesla-p10");
    }

    /** Simulated hosts belong to the user, not to the system. */
    private Path stateDirectory() {
        return directory("VGPUCTL_STATE_DIR", "")
                .or(() -> directory("XDG_STATE_HOME", "vgpuctl"))
                .or(() -> directory("HOME", ".local/state/vgpuctl"))
                .orElseThrow(() ->
                        new Problem.BadInput(
                                        "there is no place for a simulated host: HOME is"
                                                + " not set",
                                        "set VGPUCTL_STATE_DIR to a directory")
                                .thrown());
    }

    private Optional<Path> directory(String variable, String below) {
        var value = environment.getOrDefault(variable, "");
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(Path.of(value).toAbsolutePath().resolve(below));
    }

    private Operations simulated(Asking asking, Simulation simulation) {
        var files = new HostFiles(simulation.root(), waysOut.disk(new RealDisk()));
        var host =
                new LinuxHost(
                        files,
                        waysOut.attributes(simulation.attributes()),
                        waysOut.commands(simulation.commands()),
                        new Libraries(libvirt(simulation::libvirt), () -> figures(simulation)));
        return operations(asking, files, host);
    }

    private Operations local(Asking asking) {
        var root = root();
        var files =
                new HostFiles(
                        Path.of(root.orElse("/")).toAbsolutePath(), waysOut.disk(new RealDisk()));
        var commands = waysOut.commands(new ProcessCommands(this::live));
        var host =
                new LinuxHost(
                        files,
                        waysOut.attributes(new KernelAttributes(files, commands, PATIENCE)),
                        root.isPresent() ? new NoCommands() : commands,
                        root.isPresent()
                                ? new Libraries(HostWiring::noLibvirt, HostWiring::noFigures)
                                : new Libraries(
                                        libvirt(this::sharedLibvirt), () -> figures(commands)));
        return operations(asking, files, host);
    }

    /**
     * What restores at boot, or is called by libvirt's own hook, must not ask libvirt: its daemon
     * waits for us to end, and we would wait for its answer.
     */
    private Supplier<Libvirt> libvirt(Supplier<Libvirt> libvirt) {
        if (!environment.getOrDefault("VGPUCTL_INSIDE_LIBVIRT", "").isEmpty()) {
            return HostWiring::notInside;
        }
        return line.name().equals("restore")
                ? HostWiring::notAtBoot
                : () -> waysOut.libvirt(libvirt.get());
    }

    private static Libvirt notInside() {
        throw new Problem.HostNotReady(
                        "libvirt waits for this command, which cannot ask it",
                        "leave VGPUCTL_INSIDE_LIBVIRT to libvirt's hook")
                .thrown();
    }

    private static Libvirt notAtBoot() {
        throw new Problem.HostNotReady(
                        "'restore' changes no VMs, because libvirt may be waiting for it",
                        "run 'vgpuctl recover' once libvirt runs")
                .thrown();
    }

    /** A line of a tool that runs for minutes; its log has them too. */
    private void live(String said) {
        notices.println("  | " + Text.visible(said));
        notices.flush();
    }

    /** At once: what follows may take long. */
    private void notice(String sentence) {
        notices.println((MdevLine.isOne(line) ? "" : "note:  ") + sentence);
        notices.flush();
    }

    /** A simulated host has a library where somebody put the stand-in into its tree. */
    private static LiveFigures figures(Simulation simulation) {
        var library = simulation.root().resolve("usr/lib/libnvidia-ml.so.1");
        return new FirstFigures(
                new NvmlFigures(library.toString()), new SmiFigures(simulation.commands()));
    }

    /** One for all requests: each has a thread and a connection of its own. */
    private synchronized Libvirt sharedLibvirt() {
        var one = libvirt.orElseGet(NativeLibvirt::new);
        libvirt = Optional.of(one);
        return one;
    }

    /** Likewise: it asks a driver that hangs no second time. */
    private synchronized LiveFigures figures(Commands commands) {
        var one =
                figures.orElseGet(
                        () -> new FirstFigures(NvmlFigures.ofThisHost(), new SmiFigures(commands)));
        figures = Optional.of(one);
        return one;
    }

    private static LiveFigures noFigures() {
        return () -> Reading.unknown("with --root there is no driver to ask");
    }

    private static Libvirt noLibvirt() {
        throw new Problem.HostNotReady(
                        "with --root there is no libvirt to change VMs with",
                        "leave --root out, or change the VM's XML by hand")
                .thrown();
    }

    private static Operations operations(Asking asking, HostFiles files, LinuxHost host) {
        var clock = Clock.systemUTC();
        return new Operations(
                host,
                new FileLocks(files, clock, asking.patience(), asking.words()),
                new JournalDirectory(files, pid -> ProcessHandle.of(pid).isPresent()),
                () -> clock.millis() + "-" + ProcessHandle.current().pid(),
                asking.notices());
    }
}
