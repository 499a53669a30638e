package vgpuctl.linux.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.libvirt.Libvirt.Description;

/** What test:///default cannot show; see {@link FakeLibvirt}. */
@Timeout(60)
class NativeLibvirtFakeTest {

    private static final String DEVICE =
            """
            <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci' display='off'>
              <source><address uuid='334855e2-079b-11ee-9fc9-83e0dccb6713'/></source>
            </hostdev>
            """;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @TempDir Path directory;
    private FakeLibvirt fake;

    @BeforeEach
    void make() throws Exception {
        fake = FakeLibvirt.in(directory);
    }

    @AfterEach
    void letGo() {
        fake.count("let_go");
    }

    @Test
    void whatEndedDuringTheListingIsLeftOut() {
        try (var libvirt = fake.at("fake:///", LONG)) {
            assertThat(libvirt.domains()).extracting(Description::name).containsExactly("steady");
        }
    }

    @Test
    void everythingThatWasGivenOutIsGivenBack() {
        try (var libvirt = fake.at("fake:///", LONG)) {
            for (var round = 0; round < 200; round++) {
                assertThat(libvirt.domains()).hasSize(1);
                assertThat(libvirt.domain("steady").running()).isTrue();
                failure(() -> libvirt.domain("none"));
                failure(() -> libvirt.domain("vanishing"));
                failure(() -> libvirt.attach("refusing", "no", Set.of(Affect.LIVE)));
            }
        }
        assertThat(fake.count("opened")).isEqualTo(1);
        assertThat(fake.count("connections")).isZero();
        assertThat(fake.count("domains")).isZero();
        assertThat(fake.count("blocks")).isZero();
    }

    @Test
    void theDeviceAndWhatItIsForArriveAsGiven() {
        try (var libvirt = fake.at("fake:///", LONG)) {
            libvirt.attach("desk", DEVICE, Set.of(Affect.LIVE));
            assertThat(fake.count("flags")).isEqualTo(1);
            libvirt.attach("desk", DEVICE, Set.of(Affect.CONFIG));
            assertThat(fake.count("flags")).isEqualTo(2);
            libvirt.attach("desk", DEVICE, Set.of(Affect.LIVE, Affect.CONFIG));
            assertThat(fake.count("flags")).isEqualTo(3);
            assertThat(fake.device()).isEqualTo(DEVICE);
            libvirt.detach("desk", DEVICE, Set.of(Affect.CONFIG));
            assertThat(fake.count("flags")).isEqualTo(2);
            assertThatThrownBy(() -> libvirt.attach("desk", DEVICE, Set.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anErrorKeepsAllLinesAndItsOwnThread() {
        try (var libvirt = fake.at("fake:///", LONG);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var refused =
                    IntStream.range(0, 500)
                            .mapToObj("qemu said:\nno %d\n"::formatted)
                            .map(text -> threads.submit(() -> messageOf(libvirt, text)))
                            .toList();
            for (var index = 0; index < refused.size(); index++) {
                assertThat(refused.get(index))
                        .succeedsWithin(LONG)
                        .isEqualTo("qemu said:\nno " + index + "\n");
            }
        }
    }

    private static String messageOf(NativeLibvirt libvirt, String text) {
        try {
            libvirt.attach("refusing", text, Set.of(Affect.LIVE));
            return "accepted";
        } catch (LibvirtException refused) {
            return refused.failure() instanceof LibvirtFailure.OperationFailed(_, var error)
                    ? error.message()
                    : refused.toString();
        }
    }

    @Test
    void aDomainThatEndsBeforeTheChangeIsNotThere() {
        try (var libvirt = fake.at("fake:///", LONG)) {
            failure(() -> libvirt.attach("gone", DEVICE, Set.of(Affect.LIVE)))
                    .isEqualTo(new LibvirtFailure.NoSuchDomain("gone"));
            failure(() -> libvirt.domain("brief"))
                    .isEqualTo(new LibvirtFailure.NoSuchDomain("brief"));
        }
    }

    @Test
    void nothingIsChangedForACallerWhoHasLeft() throws InterruptedException {
        linkWithoutHurry();
        try (var libvirt = fake.at("fake:///", PATIENCE)) {
            for (var domain : List.of("hanging", "waits behind it")) {
                failure(() -> libvirt.attach(domain, DEVICE, Set.of(Affect.LIVE)))
                        .asInstanceOf(type(LibvirtFailure.TimedOut.class))
                        .returns(false, LibvirtFailure.TimedOut::mayStillHappen);
            }
            untilItHangs();
            fake.count("let_go");

            assertThat(libvirt.domain("steady").running()).as("it recovers").isTrue();
            assertThat(fake.count("attached")).isZero();
        }
        assertThat(fake.count("domains")).as("nothing of the abandoned call is left").isZero();
    }

    @Test
    void aChangeThatTakesTooLongMayStillHappen() throws InterruptedException {
        linkWithoutHurry();
        try (var libvirt = fake.at("fake:///", PATIENCE)) {
            failure(() -> libvirt.attach("slow", DEVICE, Set.of(Affect.LIVE)))
                    .isEqualTo(
                            new LibvirtFailure.TimedOut(
                                    "attach the device to VM slow", PATIENCE, true));
            untilItHangs();
            fake.count("let_go");

            assertThat(libvirt.domain("steady").running()).isTrue();
            assertThat(fake.count("attached")).isEqualTo(1);
        }
    }

    @Test
    void closingBehindAHangingCallComesBack() {
        var libvirt = fake.at("fake:///", PATIENCE);
        failure(() -> libvirt.domain("hanging")).isInstanceOf(LibvirtFailure.TimedOut.class);
        libvirt.close();
        libvirt.close();
    }

    @Test
    void anInterruptedCallerStillLearnsWhatHappened() throws InterruptedException {
        try (var libvirt = fake.at("fake:///", LONG)) {
            var done = new CountDownLatch(1);
            var caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                libvirt.domain("hanging");
                                if (Thread.currentThread().isInterrupted()) {
                                    done.countDown();
                                }
                            });
            untilItHangs();
            caller.interrupt();
            fake.count("let_go");

            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The first native calls of a JVM take long on a busy machine; patience is not for them. */
    private void linkWithoutHurry() {
        try (var libvirt = fake.at("fake:///", LONG)) {
            assertThat(libvirt.domain("steady").running()).isTrue();
        }
    }

    private void untilItHangs() throws InterruptedException {
        while (fake.count("hanging") == 0) {
            Thread.sleep(5);
        }
    }

    @Test
    void lookingGoesOnAfterTheDaemonWasRestarted() {
        try (var libvirt = fake.at("fake:///", LONG)) {
            assertThat(libvirt.domain("steady").running()).isTrue();
            fake.count("stop_daemon");

            assertThat(libvirt.domain("steady").running()).isTrue();
            assertThat(fake.count("opened")).isEqualTo(2);
            assertThat(fake.count("connections")).as("the broken one was closed").isEqualTo(1);
        }
    }

    @Test
    void aChangeWhoseAnswerWasLostIsNotRepeated() {
        try (var libvirt = fake.at("fake:///", LONG)) {
            failure(() -> libvirt.attach("broken", DEVICE, Set.of(Affect.LIVE)))
                    .isInstanceOf(LibvirtFailure.ConnectionLost.class);
            assertThat(fake.count("opened")).isEqualTo(1);

            libvirt.attach("desk", DEVICE, Set.of(Affect.LIVE));
            assertThat(fake.count("attached")).isEqualTo(1);
        }
        assertThat(fake.count("domains")).isZero();
    }

    @Test
    void whatTheUserMayNotDoIsToldFromWhatTheDaemonMayNot() {
        try (var libvirt = fake.at("fake:///", LONG)) {
            failure(() -> libvirt.attach("locked", DEVICE, Set.of(Affect.LIVE)))
                    .isInstanceOf(LibvirtFailure.NotPermitted.class);
            failure(() -> libvirt.attach("confined", DEVICE, Set.of(Affect.LIVE)))
                    .isInstanceOf(LibvirtFailure.OperationFailed.class);
        }
    }

    @Test
    void thereAreThreeWaysNotToConnect() {
        try (var libvirt = fake.at("fake:///denied", LONG)) {
            failure(libvirt::domains).isInstanceOf(LibvirtFailure.NotPermitted.class);
        }
        try (var libvirt = fake.at("fake:///polkit", LONG)) {
            failure(libvirt::domains).isInstanceOf(LibvirtFailure.NotPermitted.class);
        }
        try (var libvirt = fake.at("fake:///odd", LONG)) {
            failure(libvirt::domains)
                    .asInstanceOf(type(LibvirtFailure.CannotConnect.class))
                    .extracting(failed -> failed.error().message())
                    .isEqualTo("internal error:\nsecond line");
        }
    }

    @Test
    void anOldLibraryCostsOneFeature(@TempDir Path another) throws Exception {
        var old = FakeLibvirt.in(another, "-DOLD");
        try (var libvirt = old.at("fake:///", LONG)) {
            libvirt.attach("desk", DEVICE, Set.of(Affect.LIVE));
            failure(() -> libvirt.detach("desk", DEVICE, Set.of(Affect.LIVE)))
                    .asInstanceOf(type(LibvirtFailure.FunctionMissing.class))
                    .returns(
                            "virDomainDetachDeviceFlags", LibvirtFailure.FunctionMissing::function);
        }
    }

    private static AbstractObjectAssert<?, LibvirtFailure> failure(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .asInstanceOf(type(LibvirtException.class))
                .extracting(LibvirtException::failure);
    }
}
