package vgpuctl.linux.locks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import vgpuctl.core.host.Locks;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.files.HostFiles;

/**
 * Locks as POSIX locks on files in {@code /run/vgpuctl}: the kernel releases them when the process
 * ends, however it ends. Each file says who holds it.
 */
public final class FileLocks implements Locks {

    private static final String DIRECTORY = "/run/vgpuctl";
    private static final Duration PAUSE = Duration.ofMillis(50);

    /**
     * The files that this process has locked. Whoever opens and closes one of them a second time
     * loses the lock of the first: POSIX locks belong to the process, not to the open file.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final HostFiles files;
    private final Clock clock;
    private final Duration patience;
    private final String command;

    /**
     * Locks of this process.
     *
     * @param patience how long to wait for another process
     * @param command what this process does, for those who wait for it
     */
    public FileLocks(HostFiles files, Clock clock, Duration patience, String command) {
        this.files = files;
        this.clock = clock;
        this.patience = patience;
        this.command = command;
    }

    @Override
    public Hold hold(SortedSet<String> names) {
        var deadline = clock.instant().plus(patience);
        var held = new FileHold();
        for (var name : names) {
            try {
                held.locks.add(waitFor(name, deadline));
            } catch (RuntimeException e) {
                held.close();
                throw e;
            }
        }
        return held;
    }

    @Override
    public Optional<Hold> tryHold(SortedSet<String> names) {
        var held = new FileHold();
        for (var name : names) {
            var lock = tryLock(name);
            if (lock.isEmpty()) {
                held.close();
                return Optional.empty();
            }
            held.locks.add(lock.get());
        }
        return Optional.of(held);
    }

    private Locked waitFor(String name, Instant deadline) {
        while (true) {
            var lock = tryLock(name);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (!clock.instant().isBefore(deadline)) {
                throw new Problem.Locked(name, holder(name)).thrown();
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Problem.TimedOut("the wait for a lock", PAUSE, "try again").thrown();
        }
    }

    private Optional<Locked> tryLock(String name) {
        var file = files.at(path(name));
        if (!OURS.add(file)) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(files.at(DIRECTORY));
            var locked = tryLock(file);
            if (locked.isEmpty()) {
                OURS.remove(file);
            }
            return locked;
        } catch (AccessDeniedException _) {
            OURS.remove(file);
            throw new Problem.NotPermitted(
                            name + " may not be changed by this user",
                            "run as root: sudo vgpuctl …")
                    .thrown();
        } catch (IOException e) {
            OURS.remove(file);
            throw new Problem.Refused(
                            path(name) + " could not be locked",
                            String.valueOf(e.getMessage()),
                            "make " + DIRECTORY + " a writable directory")
                    .thrown();
        }
    }

    private Optional<Locked> tryLock(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        var words = "process " + ProcessHandle.current().pid() + " since " + clock.instant();
        channel.write(
                ByteBuffer.wrap((words + ": " + command + "\n").getBytes(StandardCharsets.UTF_8)));
        return Optional.of(new Locked(file, channel));
    }

    /** A file and the channel whose lock it is; closing the channel releases it. */
    private record Locked(Path file, FileChannel channel) {}

    private String holder(String name) {
        var words = files.attribute(path(name)).orElse("");
        return words.isEmpty() ? "another process" : words;
    }

    /** Names may hold spaces and colons, never a slash. */
    private static String path(String name) {
        return DIRECTORY + "/" + name.replace('/', '_') + ".lock";
    }

    private static final class FileHold implements Hold {

        private final List<Locked> locks = new ArrayList<>();

        @Override
        public void close() {
            for (var lock : locks.reversed()) {
                try {
                    lock.channel().close();
                } catch (IOException _) {
                    // The kernel has released it: the file is closed.
                } finally {
                    OURS.remove(lock.file());
                }
            }
            locks.clear();
        }
    }
}
