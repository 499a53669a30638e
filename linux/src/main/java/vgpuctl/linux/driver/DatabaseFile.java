package vgpuctl.linux.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import vgpuctl.core.catalogue.DriverDatabase;
import vgpuctl.core.problem.Problem;

/** The database of a driver that is not installed, in a file that somebody names. */
public final class DatabaseFile {

    private static final int MOST_BYTES = 16 << 20;

    private static final String MEANT =
            "name the vgpuConfig.xml of the new driver; its package unpacks with --extract-only, or"
                    + " dpkg-deb -x";

    private DatabaseFile() {}

    /**
     * The database.
     *
     * @throws vgpuctl.core.problem.ProblemException where the file is none
     */
    public static DriverDatabase read(String file) {
        return VgpuConfigXml.parse(text(file))
                .orElseGet(why -> {
                    throw new Problem.BadInput(why.replace(VgpuConfigXml.PATH, file), MEANT)
                            .thrown();
                });
    }

    private static String text(String file) {
        try (var in = Files.newInputStream(Path.of(file))) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (AccessDeniedException _) {
            throw new Problem.NotPermitted(file + " may not be read", MEANT).thrown();
        } catch (IOException | InvalidPathException _) {
            throw new Problem.NotFound(file + " cannot be read", MEANT).thrown();
        }
    }
}
