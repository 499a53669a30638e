package vgpuctl.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The files of one play: in the guest they lie on its disk and outlive a reboot. */
record WorkFolder(Path folder) {

    WorkFolder {
        folder = folder.toAbsolutePath();
    }

    /** Where commands run. */
    Path current() {
        return folder.resolve("here");
    }

    Path home() {
        return folder.resolve("home");
    }

    Path bin() {
        return folder.resolve("bin");
    }

    Path output() {
        return folder.resolve("output");
    }

    Path progress() {
        return folder.resolve("progress");
    }

    void create() {
        try {
            Files.createDirectories(current());
            Files.createDirectories(home());
            Files.createDirectories(bin());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command that comes first in the path. */
    void wrapper(String name, String script) {
        var file = bin().resolve(name);
        try {
            Files.writeString(file, "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
