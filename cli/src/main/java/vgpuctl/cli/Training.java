package vgpuctl.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands in one JVM, which notes the classes that they load: {@code scripts/make-cache}
 * makes an AOT cache from these notes. What the commands answer does not matter.
 *
 * <p>One cache for those that look and one for all others: with a cache, the JVM loads all that is
 * in it at every start, and those that change the host need twice as many classes.
 */
final class Training {

    private static final String CARD = "0000:82:00.0";

    private Training() {}

    /**
     * Runs them.
     *
     * @param arguments {@code look} or {@code change}; the directory of a simulated host, which the
     *     local host's way leads to, too
     */
    public static void main(String[] arguments) throws IOException {
        var local = List.of("--root", arguments.length < 2 ? "/" : arguments[1]);
        for (var terminal : List.of("false", "true")) {
            System.setProperty("vgpuctl.tty.stdout", terminal);
            System.setProperty("vgpuctl.tty.stderr", terminal);
            if (arguments[0].equals("change")) {
                change("sim:a40:mdev");
                change("sim:a40:vfio");
            } else {
                look(List.of("--host", "sim:tesla-p10"), local);
            }
        }
    }

    private static void look(List<String> simulated, List<String> local) {
        run(List.of("--help"));
        run(List.of("show", "--help"));
        run(List.of("no-such-command"));
        for (var command :
                List.of("gpus", "types", "list", "show p40-12c-1", "mdev types", "mdev list -d")) {
            run(joined(simulated, command));
            run(joined(simulated, "--output json " + command));
            run(joined(local, command));
        }
        run(joined(List.of("completion", "words", "--"), "--host sim:tesla-p10 show p"));
    }

    private static void change(String host) throws IOException {
        var layout = Files.createTempFile("training", ".yaml");
        try {
            Files.writeString(
                    layout,
                    """
                    apiVersion: vgpuctl/v1
                    kind: Layout
                    gpus:
                      - gpu: "%s"
                        vgpus:
                          - {name: a, type: A40-12Q, vms: [y-k8s-n-1, y-k8s-n-2]}
                          - {name: b, type: A40-12Q}
                    """
                            .formatted(CARD));
            for (var command :
                    List.of(
                            "create A40-12Q --dry-run",
                            "create A40-12Q --name own --vm y-k8s-n-1 --autostart",
                            "detach own y-k8s-n-1",
                            "attach own y-k8s-n-1",
                            "detach own y-k8s-n-1",
                            "stop own",
                            "start own",
                            "remove own",
                            "status",
                            "plan A40-12Q",
                            "doctor",
                            "diff --file " + layout,
                            "apply --yes --file " + layout,
                            "apply --yes --file " + layout,
                            "-o json apply --dry-run --file " + layout,
                            "export",
                            "restore",
                            "cleanup",
                            "recover",
                            "sim reset")) {
                run(joined(List.of("--host", host), command));
            }
        } finally {
            Files.delete(layout);
        }
    }

    private static List<String> joined(List<String> host, String words) {
        var line = new ArrayList<>(host);
        line.addAll(List.of(words.split(" ", -1)));
        return line;
    }

    private static void run(List<String> arguments) {
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        var status = new Main(arguments, System.getenv(), out, out).run();
        out.println("[" + String.join(" ", arguments) + ": exit " + status + "]");
        out.flush();
    }
}
