package vgpuctl.linux.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.linux.socket.NativeSocket;

@Timeout(30)
class KernelEventsTest {

    @ParameterizedTest
    @CsvSource({
        "add@/devices/pci0000:80/0000:82:00.0/3eb9|ACTION=add|SUBSYSTEM=mdev|SEQNUM=7, true",
        "change@/devices/pci0000:80/0000:82:00.4|ACTION=change|SUBSYSTEM=pci, true",
        "add@/devices/virtual/net/vnet0|ACTION=add|SUBSYSTEM=net, false",
        "add@/devices/x|SUBSYSTEM=, false",
        "libudev, false",
        "'', false",
    })
    void devicesThatVgpusAreMadeOfAreOurs(String words, boolean isOurs) {
        assertThat(KernelEvents.isOurs(words.replace('|', '\0').getBytes(UTF_8))).isEqualTo(isOurs);
    }

    /** What the kernel says is tried in the lab: no device of this machine is asked to speak. */
    @Test
    void listensAndEnds() throws IOException {
        var events = listening(new LinkedBlockingQueue<>());
        events.close();
        try (var socket = NativeSocket.netlink(15, 1)) {
            assertThat(socket.fromKernel(Duration.ofMillis(1))).isNotNull();
        }
    }

    private static KernelEvents listening(LinkedBlockingQueue<String> news) {
        try {
            return KernelEvents.listen(() -> news.add("news"));
        } catch (IOException refused) {
            return abort("no netlink here: " + refused.getMessage());
        }
    }
}
