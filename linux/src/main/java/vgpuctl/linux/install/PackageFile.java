package vgpuctl.linux.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vgpuctl.core.install.DriverPackage;
import vgpuctl.core.install.PackageFormat;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;

/**
 * A file that somebody says is a driver. What it is, its first bytes say; its name may have been
 * changed, and is asked only where nothing else can be.
 */
final class PackageFile {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The script in front of an archive that unpacks itself is shorter. */
    private static final int HEAD = 64 << 10;

    private static final String RUN_NAME = "NVIDIA-Linux-";
    private static final byte[] DEB = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RPM = {(byte) 0xED, (byte) 0xAB, (byte) 0xEE, (byte) 0xDB};
    private static final byte[] RUN = "#!".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final Commands commands;

    PackageFile(String file, Commands commands) {
        this.path = Path.of(file).toAbsolutePath().normalize();
        this.commands = commands;
    }

    /** Name, version and architecture as a package has them. */
    private record Fields(String name, String version, String architecture) {}

    DriverPackage read() {
        var head = head();
        if (starts(head, DEB)) {
            return driver(PackageFormat.DEB, deb());
        }
        if (starts(head, RPM)) {
            return driver(PackageFormat.RPM, rpm());
        }
        if (starts(head, RUN)) {
            return driver(PackageFormat.RUN, run(new String(head, StandardCharsets.ISO_8859_1)));
        }
        throw notADriver("it is neither a .run nor a .deb nor an .rpm");
    }

    private byte[] head() {
        if (!Files.exists(path)) {
            throw new Problem.NotFound(
                            "there is no file " + path,
                            "name the driver's package: vgpuctl install FILE; it comes from"
                                    + " NVIDIA's licensing portal")
                    .thrown();
        }
        if (!Files.isRegularFile(path)) {
            throw notADriver("it is no file");
        }
        try (var in = Files.newInputStream(path)) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            throw notADriver("it cannot be read: " + e.getMessage());
        }
    }

    private static boolean starts(byte[] head, byte[] magic) {
        for (var i = 0; i < magic.length; i++) {
            if (i >= head.length || head[i] != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private ProblemException notADriver(String why) {
        return new Problem.BadInput(
                        path + " is not a driver's package: " + why,
                        "download it anew, or name another file")
                .thrown();
    }

    private DriverPackage driver(PackageFormat format, Fields fields) {
        var version = DriverPackage.driverVersion(fields.version());
        if (!fields.name().toLowerCase(Locale.ROOT).contains("nvidia") || version.isEmpty()) {
            throw notADriver("it holds " + fields.name() + " " + fields.version());
        }
        return new DriverPackage(
                path.toString(),
                format,
                fields.name(),
                DriverPackage.edition(fields.name()),
                version,
                DriverPackage.architecture(fields.architecture()),
                sizeMib());
    }

    private int sizeMib() {
        try {
            return (int) Math.min(Files.size(path) >> 20, Integer.MAX_VALUE);
        } catch (IOException e) {
            throw notADriver("its size cannot be read: " + e.getMessage());
        }
    }

    private String fileName() {
        return String.valueOf(path.getFileName());
    }

    /** {@code NVIDIA-Linux-x86_64-535.161.05-vgpu-kvm}, which the script has in it as well. */
    private Fields run(String head) {
        return runName(head)
                .or(() -> runName(fileName()))
                .orElseThrow(() -> notADriver("it is a script that says nothing of NVIDIA-Linux"));
    }

    private static Optional<Fields> runName(String text) {
        for (var at = text.indexOf(RUN_NAME); at >= 0; at = text.indexOf(RUN_NAME, at + 1)) {
            var fields = runFields(word(text, at));
            if (fields.isPresent()) {
                return fields;
            }
        }
        return Optional.empty();
    }

    private static Optional<Fields> runFields(String word) {
        var name = word.endsWith(".run") ? word.substring(0, word.length() - 4) : word;
        var parts = name.substring(RUN_NAME.length()).split("-", 3);
        return parts.length >= 2 && !DriverPackage.driverVersion(parts[1]).isEmpty()
                ? Optional.of(new Fields(name, parts[1], parts[0]))
                : Optional.empty();
    }

    private static String word(String text, int from) {
        var end = from;
        while (end < text.length() && isOfName(text.charAt(end))) {
            end++;
        }
        return text.substring(from, end);
    }

    private static boolean isOfName(char c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || c == '-' || c == '_' || c == '.';
    }

    private Fields deb() {
        return switch (ask(
                "dpkg-deb",
                "--show",
                "--showformat=${Package}\\n${Version}\\n${Architecture}\\n")) {
            case Result.Ended(var status, var output, _)
                    when status == 0 && output.lines().count() == 3 -> {
                var lines = output.lines().toList();
                yield new Fields(lines.get(0), lines.get(1), lines.get(2));
            }
            case Result.Ended(_, _, var errors) -> throw notADriver(errors.strip());
            case Result.Missing(), Result.Unfinished() -> debName();
        };
    }

    private Fields debName() {
        var parts = fileName().replace(".deb", "").split("_", 3);
        if (parts.length < 3) {
            throw notADriver("dpkg-deb is not here to read it, and its name says nothing");
        }
        return new Fields(parts[0], parts[1], parts[2]);
    }

    /** NVIDIA's have the distribution's version where others have theirs. */
    private Fields rpm() {
        return switch (ask(
                "rpm", "-qp", "--queryformat", "%{NAME}\\n%{VERSION}\\n%{RELEASE}\\n%{ARCH}\\n")) {
            case Result.Ended(var status, var output, _)
                    when status == 0 && output.lines().count() == 4 -> {
                var lines = output.lines().toList();
                var release = lines.get(2);
                yield new Fields(
                        lines.get(0),
                        DriverPackage.driverVersion(release).contains(".") ? release : lines.get(1),
                        lines.get(3));
            }
            case Result.Ended(_, _, var errors) -> throw notADriver(errors.strip());
            case Result.Missing(), Result.Unfinished() -> rpmName();
        };
    }

    /** {@code NVIDIA-vGPU-rhel-9.2-535.161.05.x86_64.rpm}. */
    private Fields rpmName() {
        var name = fileName().replace(".rpm", "");
        var architecture = name.substring(name.lastIndexOf('.') + 1);
        var rest = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        var release = rest.substring(rest.lastIndexOf('-') + 1);
        var front = rest.substring(0, Math.max(0, rest.lastIndexOf('-')));
        return new Fields(
                front.substring(0, Math.max(0, front.lastIndexOf('-'))), release, architecture);
    }

    private Result ask(String... words) {
        var arguments = new ArrayList<>(List.of(words));
        arguments.add(path.toString());
        return commands.run(arguments, LIMIT);
    }
}
