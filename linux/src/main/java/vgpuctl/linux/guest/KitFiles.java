package vgpuctl.linux.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.guest.KitFile;
import vgpuctl.core.guest.KitWriter;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;

/** Writes files for guests where the caller wants them. */
public final class KitFiles implements KitWriter {

    private static final int MOST_TOKEN_BYTES = 1 << 16;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SEED = "seed.iso";
    private static final List<String> SEEDED = List.of("user-data", "meta-data");

    /** What makes ISO images, best first. */
    private static final List<List<String>> TOOLS =
            List.of(List.of("xorriso", "-as", "mkisofs"), List.of("genisoimage"));

    private final Commands commands;

    public KitFiles(Commands commands) {
        this.commands = commands;
    }

    @Override
    public String token(String file) {
        var path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new Problem.NotFound(
                            file + " is not there",
                            "name the client configuration token that the NVIDIA licensing portal"
                                    + " gave you")
                    .thrown();
        }
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(MOST_TOKEN_BYTES + 1);
            var text = new String(bytes, StandardCharsets.US_ASCII);
            if (bytes.length > MOST_TOKEN_BYTES || !isToken(text.strip())) {
                throw new Problem.BadInput(
                                file + " is not a client configuration token",
                                "such a token is one long line of letters, digits and dots")
                        .thrown();
            }
            return text;
        } catch (IOException e) {
            throw failed(file, "read", e).thrown();
        }
    }

    /** Three parts in base64, with dots between them. */
    private static boolean isToken(String text) {
        return text.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_=-]*");
    }

    @Override
    public Written write(String directory, List<KitFile> files) {
        var root = Path.of(directory);
        var written = new ArrayList<String>();
        for (var file : files) {
            var path = root.resolve(file.name());
            try {
                write(path, file);
            } catch (IOException e) {
                throw failed(path.toString(), "written", e).thrown();
            }
            written.add(path.toString());
        }
        var holdsSecret = files.stream().anyMatch(file -> file.kind() == KitFile.Kind.SECRET);
        var notes = new ArrayList<String>();
        seed(root, holdsSecret)
                .ifPresentOrElse(
                        written::add,
                        () ->
                                notes.add(
                                        "no "
                                                + SEED
                                                + ": neither xorriso nor genisoimage made one."
                                                + " Make it of user-data and meta-data, with the"
                                                + " label cidata"));
        return new Written(written, notes);
    }

    private static void write(Path path, KitFile file) throws IOException {
        Files.createDirectories(path.resolveSibling("."));
        Files.deleteIfExists(path);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(mode(file.kind())));
        Files.writeString(path, file.text());
    }

    private static Set<PosixFilePermission> mode(KitFile.Kind kind) {
        return PosixFilePermissions.fromString(
                switch (kind) {
                    case TEXT -> "rw-r--r--";
                    case PROGRAM -> "rwxr-xr-x";
                    case SECRET -> "rw-------";
                });
    }

    private Optional<String> seed(Path root, boolean holdsSecret) {
        var image = root.resolve(SEED);
        try {
            Files.deleteIfExists(image);
            for (var tool : TOOLS) {
                if (makes(tool, root, image)) {
                    Files.setPosixFilePermissions(
                            image, mode(holdsSecret ? KitFile.Kind.SECRET : KitFile.Kind.TEXT));
                    return Optional.of(image.toString());
                }
            }
        } catch (IOException e) {
            throw failed(image.toString(), "written", e).thrown();
        }
        return Optional.empty();
    }

    private boolean makes(List<String> tool, Path root, Path image) {
        var command = new ArrayList<>(tool);
        command.addAll(List.of("-quiet", "-output", image.toString()));
        command.addAll(List.of("-volid", "cidata", "-joliet", "-rock"));
        SEEDED.forEach(name -> command.add(root.resolve(name).toString()));
        return commands.run(command, LIMIT) instanceof Result.Ended(var status, _, _)
                && status == 0
                && Files.isRegularFile(image);
    }

    private static Problem failed(String file, String verb, IOException e) {
        return e instanceof AccessDeniedException
                ? new Problem.NotPermitted(
                        file + " may not be " + verb, "name a directory of your own")
                : new Problem.Refused(
                        file + " could not be " + verb,
                        String.valueOf(e.getMessage()),
                        "make room on that file system or see why it refuses, then try again");
    }
}
