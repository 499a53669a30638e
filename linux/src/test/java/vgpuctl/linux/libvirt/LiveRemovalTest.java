package vgpuctl.linux.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.libvirt.LiveRemoval.Outcome;

class LiveRemovalTest {

    private static final String DEVICE =
            """
            <hostdev mode='subsystem' type='mdev' model='vfio-pci'>
              <source><address uuid='334855e2-079b-11ee-9fc9-83e0dccb6713'/></source>
            </hostdev>
            """;
    private static final String HAS_IT =
            "<domain><name>a</name><devices>" + DEVICE + "</devices></domain>";
    private static final String HAS_IT_NOT = "<domain><name>a</name></domain>";
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void goneWhenTheGuestLetsGo() {
        assertThat(await(LONG, HAS_IT, HAS_IT, HAS_IT_NOT)).isEqualTo(Outcome.GONE);
    }

    @Test
    void stillAttachedWhenItDoesNot() {
        assertThat(await(Duration.ofMillis(250), HAS_IT)).isEqualTo(Outcome.STILL_ATTACHED);
    }

    @Test
    void oneLookIsTakenWithoutAnyPatience() {
        assertThat(await(Duration.ZERO, HAS_IT_NOT)).isEqualTo(Outcome.GONE);
        assertThat(await(Duration.ZERO, HAS_IT)).isEqualTo(Outcome.STILL_ATTACHED);
    }

    @Test
    void goneWithTheDomain() {
        assertThat(await(LONG, HAS_IT, "")).as("shut off").isEqualTo(Outcome.GONE);
        assertThat(await(LONG, HAS_IT, "none")).as("was transient").isEqualTo(Outcome.GONE);
    }

    @Test
    void whatLibvirtCannotSayIsNotGone() {
        assertThatThrownBy(() -> await(LONG, HAS_IT, "silent"))
                .isInstanceOf(LibvirtException.class);
    }

    @Test
    void anInterruptedWaitEndsWithWhatWasSeenLast() {
        Thread.currentThread().interrupt();
        assertThat(await(LONG, HAS_IT)).isEqualTo(Outcome.STILL_ATTACHED);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Outcome await(Duration limit, String... answers) {
        var libvirt = new Answers(new ArrayDeque<>(List.of(answers)));
        return new LiveRemoval(libvirt).await("a", Hostdev.parse(DEVICE).orElseThrow(), limit);
    }

    /** A domain that looks otherwise each time; the last look stays. */
    private record Answers(Deque<String> looks) implements Libvirt {

        @Override
        public Description domain(String nameOrUuid) {
            var look = looks.size() > 1 ? looks.removeFirst() : looks.getFirst();
            return switch (look) {
                case "none" -> throw new LibvirtFailure.NoSuchDomain(nameOrUuid).thrown();
                case "silent" -> throw new LibvirtFailure.TimedOut("describe", LONG, true).thrown();
                case "" -> description(Optional.empty());
                default -> description(Optional.of(look));
            };
        }

        private static Description description(Optional<String> liveXml) {
            return new Description("a", new UUID(0, 1), Optional.of(HAS_IT_NOT), liveXml);
        }

        @Override
        public List<Description> domains() {
            return List.of(domain("a"));
        }

        @Override
        public void attach(String nameOrUuid, String deviceXml, Set<Affect> affect) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void detach(String nameOrUuid, String deviceXml, Set<Affect> affect) {
            throw new UnsupportedOperationException();
        }
    }
}
