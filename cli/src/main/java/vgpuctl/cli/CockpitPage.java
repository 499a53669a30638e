package vgpuctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import vgpuctl.server.console.ConsoleFiles;

/**
 * Writes the web console as a page of Cockpit, which serves it and speaks with the daemon for it.
 */
public final class CockpitPage {

    /** Cockpit's own library, and what has the console ask through it. */
    private static final String SCRIPTS =
            "<script src=\"../base1/cockpit.js\"></script>\n<script src=\"through-cockpit.js\"></script>\n";

    private static final String MANIFEST = "manifest.json";

    private CockpitPage() {}

    /**
     * Writes it.
     *
     * @param arguments where to, and where what only Cockpit needs lies in the sources
     */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    static void write(Path to, Path from) throws IOException {
        for (var file : ConsoleFiles.inFolder(SCRIPTS).entrySet()) {
            var path = to.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, file.getValue());
        }
        Files.writeString(
                to.resolve("through-cockpit.js"),
                Files.readString(from.resolve("through-cockpit.js")));
        Files.writeString(
                to.resolve(MANIFEST),
                Files.readString(from.resolve(MANIFEST))
                        .replace("MODULES", ConsoleFiles.scriptInFolder()));
    }
}
