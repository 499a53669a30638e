package vgpuctl.linux.doctor;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import vgpuctl.core.doctor.Examination;
import vgpuctl.core.problem.Problem;

/** Logs that somebody names. */
final class LogFiles {

    private static final String STANDARD_INPUT = "-";

    private final InputStream standardInput;

    LogFiles(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    void read(List<String> files, Examination into) {
        files.forEach(LogFiles::mustBeThere);
        var reader = new TextReader(into);
        for (var file : files) {
            if (file.equals(STANDARD_INPUT)) {
                reader.read("standard input", new LeftOpen(standardInput));
            } else {
                read(file, reader, into);
            }
        }
    }

    private static void read(String file, TextReader reader, Examination into) {
        try (var in = Files.newInputStream(Path.of(file))) {
            reader.read(file, in);
        } catch (IOException e) {
            into.unread(file, "cannot be opened: " + e.getMessage());
        }
    }

    /** A name that is wrong is the caller's to know at once, not after a long log beside it. */
    private static void mustBeThere(String file) {
        if (file.equals(STANDARD_INPUT)) {
            return;
        }
        if (!Files.exists(Path.of(file))) {
            throw new Problem.NotFound(file + " is not there", "name a file that is").thrown();
        }
        if (Files.isDirectory(Path.of(file))) {
            throw new Problem.BadInput(
                            file + " is a directory", "name the files in it: " + file + "/*")
                    .thrown();
        }
    }

    private static final class LeftOpen extends FilterInputStream {

        private LeftOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // It is not ours to close.
        }
    }
}
