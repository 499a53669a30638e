package vgpuctl.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vgpuctl.cli.command.CommandTree;

/**
 * The pages under {@code docs/commands}, which are written from the definition of the command line:
 * {@code scripts/mvn -pl cli -am test -Dtest=CommandPagesTest -Dvgpuctl.rewrite=true
 * -Dsurefire.failIfNoSpecifiedTests=false} writes them anew.
 */
class CommandPagesTest {

    private static final Path PAGES =
            Path.of("").toAbsolutePath().resolve("../docs/commands").normalize();

    @Test
    void eachCommandHasItsPageAndNoPageIsStale() throws IOException {
        var pages = pages();
        Files.createDirectories(PAGES);
        if (Boolean.getBoolean("vgpuctl.rewrite")) {
            rewrite(pages);
        }
        assertThat(written()).isEqualTo(pages);
    }

    private static Map<String, String> pages() {
        var pages = new TreeMap<String, String>();
        for (var path : CommandPath.all(CommandTree.root())) {
            pages.put(CommandPage.file(path), CommandPage.render(path));
        }
        return pages;
    }

    private static void rewrite(Map<String, String> pages) throws IOException {
        for (var name : written().keySet()) {
            Files.delete(PAGES.resolve(name));
        }
        for (var page : pages.entrySet()) {
            Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
        }
    }

    private static Map<String, String> written() throws IOException {
        var written = new TreeMap<String, String>();
        try (var files = Files.list(PAGES)) {
            for (var file : files.toList()) {
                written.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return written;
    }
}
