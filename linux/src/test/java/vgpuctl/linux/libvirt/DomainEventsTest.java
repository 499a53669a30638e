package vgpuctl.linux.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.foreign.Arena;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real library with its test driver, whose domains live in this process. */
@Timeout(60)
class DomainEventsTest {

    private static final String TEST = "test:///default";

    @Test
    void aDomainThatSomebodyElseStopsAndStartsIsTold() throws InterruptedException {
        var library = library();
        var news = new LinkedBlockingQueue<Long>();
        try (var _ =
                DomainEvents.listen(
                        NativeLibvirt.LIBRARY, TEST, () -> news.add(System.nanoTime()))) {
            assertThat(news.poll(20, TimeUnit.SECONDS)).as("it listens").isNotNull();
            var connection =
                    library.pointer("virConnectOpen", NativeLibrary.copy(Arena.global(), TEST));
            var domain =
                    library.pointer(
                            "virDomainLookupByName",
                            connection,
                            NativeLibrary.copy(Arena.global(), "test"));

            for (var change : new String[] {"virDomainDestroy", "virDomainCreate"}) {
                news.clear();
                assertThat(library.number(change, domain)).isZero();
                assertThat(news.poll(1, TimeUnit.SECONDS)).as(change).isNotNull();
            }
            library.number("virDomainFree", domain);
            library.number("virConnectClose", connection);
        }
    }

    @Test
    void whereThereIsNoLibraryNothingIsTold() throws InterruptedException {
        var news = new LinkedBlockingQueue<String>();
        try (var _ = DomainEvents.listen("libnothing.so.0", TEST, () -> news.add("news"))) {
            assertThat(news.poll(300, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    private static NativeLibrary library() {
        try {
            return NativeLibrary.load(NativeLibvirt.LIBRARY);
        } catch (LibvirtException missing) {
            return abort("no libvirt here");
        }
    }
}
