package vgpuctl.linux.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Files that come, go and change in some folders and in the folders in those (inotify). */
public final class FolderEvents implements AutoCloseable {

    /** How soon a folder that was not there is found. */
    private static final int PATIENCE_SECONDS = 5;

    private final WatchService watch;
    private final List<Path> folders;
    private final Runnable news;

    private FolderEvents(WatchService watch, List<Path> folders, Runnable news) {
        this.watch = watch;
        this.folders = folders;
        this.news = news;
    }

    /** Runs this at each change, from now on. */
    public static FolderEvents listen(List<Path> folders, Runnable news) throws IOException {
        var watch = folders.getFirst().getFileSystem().newWatchService();
        var events = new FolderEvents(watch, List.copyOf(folders), news);
        events.register();
        Thread.ofVirtual().name("folders").start(events::hear);
        return events;
    }

    private void hear() {
        try {
            while (true) {
                var key = watch.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                    news.run();
                }
                register();
            }
        } catch (ClosedWatchServiceException _) {
            // The end.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void register() {
        folders.forEach(this::register);
    }

    private void register(Path folder) {
        watch(folder);
        try (var inner = Files.newDirectoryStream(folder, FolderEvents::isFolder)) {
            inner.forEach(this::watch);
        } catch (IOException _) {
            // It is not there, or not any more.
        }
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** What is watched already stays so. */
    private void watch(Path folder) {
        try {
            folder.register(watch, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
        } catch (IOException _) {
            // It is not there, or may not be read: a later turn tries again.
        }
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException _) {
            // Then it says nothing more anyway.
        }
    }
}
