package vgpuctl.linux.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.libvirt.Libvirt.Description;

/** The real library with its test driver, whose domains live in this process. */
@Timeout(60)
class NativeLibvirtTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NOBODY = "qemu:///system?socket=/nonexistent/sock";

    private static final String DEVICE =
            """
            <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci' display='off'>
              <source><address uuid='33485650-079b-11ee-9fca-8f6415d2734c'/></source>
            </hostdev>
            """;

    private static final String DOMAINS =
            """
            <node>
              <domain type='test'>
                <name>running</name>
                <uuid>6695eb01-f6a4-8304-79aa-97f2502e1931</uuid>
                <memory>1024</memory>
                <os><type>hvm</type></os>
                <devices>
                  <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci' \
            display='off'>
                    <source><address uuid='334855e2-079b-11ee-9fc9-83e0dccb6713'/></source>
                  </hostdev>
                </devices>
              </domain>
              <domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
                <name>asleep</name>
                <uuid>6695eb01-f6a4-8304-79aa-97f2502e1932</uuid>
                <memory>1024</memory>
                <os><type>hvm</type></os>
                <test:runstate>5</test:runstate>
              </domain>
              <domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
                <name>passing</name>
                <uuid>6695eb01-f6a4-8304-79aa-97f2502e1933</uuid>
                <memory>1024</memory>
                <os><type>hvm</type></os>
                <test:transient/>
              </domain>
              <domain type='test'>
                <name>6695eb01-f6a4-8304-79aa-000000000000</name>
                <uuid>6695eb01-f6a4-8304-79aa-97f2502e1934</uuid>
                <memory>1024</memory>
                <os><type>hvm</type></os>
              </domain>
            </node>
            """;

    @TempDir Path directory;

    @BeforeAll
    static void libraryIsThere() {
        try {
            NativeLibrary.load("libvirt.so.0");
        } catch (LibvirtException missing) {
            abort("skipped: " + missing.getMessage());
        }
    }

    @Test
    void theDomainsOfTheTestDriver() {
        try (var libvirt = new NativeLibvirt("test:///default", LIMIT)) {
            assertThat(libvirt.domains())
                    .singleElement()
                    .returns("test", Description::name)
                    .returns(true, Description::running)
                    .returns(false, Description::isTransient);
        }
    }

    @Test
    void runningShutOffAndTransient() {
        try (var libvirt = ownDomains()) {
            assertThat(libvirt.domains())
                    .extracting(Description::name, Description::running, Description::isTransient)
                    .containsExactly(
                            tuple("6695eb01-f6a4-8304-79aa-000000000000", true, false),
                            tuple("asleep", false, false),
                            tuple("passing", true, true),
                            tuple("running", true, false));
        }
    }

    @Test
    void bothDescriptionsAreReadable() {
        try (var libvirt = ownDomains()) {
            var domain = libvirt.domain("running");
            var mdev = UUID.fromString("334855e2-079b-11ee-9fc9-83e0dccb6713");

            assertThat(domain.uuid())
                    .isEqualTo(UUID.fromString("6695eb01-f6a4-8304-79aa-97f2502e1931"));
            assertThat(
                            DomainXml.parse(domain.liveXml().orElseThrow())
                                    .uses(new HostDevice.Mdev(mdev)))
                    .isTrue();
            assertThat(
                            DomainXml.parse(domain.configXml().orElseThrow())
                                    .uses(new HostDevice.Mdev(mdev)))
                    .isTrue();
            assertThat(domain.liveXml()).as("live is not config").isNotEqualTo(domain.configXml());
        }
    }

    @Test
    void aDomainIsFoundByUuidAndByANameThatLooksLikeOne() {
        try (var libvirt = ownDomains()) {
            assertThat(libvirt.domain("6695eb01-f6a4-8304-79aa-97f2502e1932").name())
                    .isEqualTo("asleep");
            assertThat(libvirt.domain("6695eb01-f6a4-8304-79aa-000000000000").uuid())
                    .isEqualTo(UUID.fromString("6695eb01-f6a4-8304-79aa-97f2502e1934"));
        }
    }

    @Test
    void noSuchDomain() {
        try (var libvirt = new NativeLibvirt("test:///default", LIMIT)) {
            for (var key : new String[] {"nope", "test\0", "", UUID.randomUUID().toString()}) {
                failure(() -> libvirt.domain(key)).isEqualTo(new LibvirtFailure.NoSuchDomain(key));
            }
            failure(() -> libvirt.attach("nope", DEVICE, Set.of(Affect.CONFIG)))
                    .isInstanceOf(LibvirtFailure.NoSuchDomain.class);
        }
    }

    /** The test driver has neither function, for no flag. */
    @Test
    void whatTheDriverCannotDoIsSaid() {
        try (var libvirt = ownDomains()) {
            for (var affect : Affect.values()) {
                failure(() -> libvirt.attach("running", DEVICE, Set.of(affect)))
                        .asInstanceOf(type(LibvirtFailure.NotSupported.class))
                        .returns(
                                "attach the device to VM running",
                                LibvirtFailure.NotSupported::action)
                        .returns(LibvirtError.NO_SUPPORT, failed -> failed.error().code());
                failure(() -> libvirt.detach("asleep", DEVICE, Set.of(affect)))
                        .isInstanceOf(LibvirtFailure.NotSupported.class);
            }
        }
    }

    @Test
    void nobodyBehindTheSocket() {
        try (var libvirt = new NativeLibvirt(NOBODY, LIMIT)) {
            failure(libvirt::domains)
                    .asInstanceOf(type(LibvirtFailure.DaemonNotRunning.class))
                    .satisfies(failed -> {
                        assertThat(failed.error().message()).contains("/nonexistent/sock");
                        assertThat(failed.error().errno()).hasValue(2);
                        assertThat(failed.wayOut()).contains("systemctl start");
                    });
        }
    }

    @Test
    void aLibraryThatIsMissing() {
        var absent = directory.resolve("libvirt.so.0").toString();
        try (var libvirt = new NativeLibvirt(absent, "test:///default", LIMIT)) {
            failure(libvirt::domains)
                    .isEqualTo(new LibvirtFailure.LibraryMissing(absent))
                    .extracting(LibvirtFailure::wayOut)
                    .asString()
                    .contains("install");
        }
    }

    @Test
    void eachOfManyVirtualThreadsHasItsOwnError() {
        try (var libvirt = ownDomains();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var failures =
                    IntStream.range(0, 600)
                            .mapToObj(number -> threads.submit(() -> failureOf(libvirt, number)))
                            .toList();
            for (var number = 0; number < failures.size(); number++) {
                assertThat(failures.get(number))
                        .succeedsWithin(LIMIT)
                        .isEqualTo(number % 2 == 0 ? "no VM nope-" + number : "not supported");
            }
        }
    }

    private static String failureOf(NativeLibvirt libvirt, int number) {
        try {
            var name = number % 2 == 0 ? "nope-" + number : "running";
            libvirt.attach(name, DEVICE, Set.of(Affect.LIVE));
            return "accepted";
        } catch (LibvirtException failed) {
            return switch (failed.failure()) {
                case LibvirtFailure.NoSuchDomain(var name) -> "no VM " + name;
                case LibvirtFailure.NotSupported _ -> "not supported";
                case LibvirtFailure other -> other.toString();
            };
        }
    }

    /** In a process of its own, whose error output is libvirt's, too. */
    @Test
    void libvirtPrintsNothingByItself() throws IOException, InterruptedException {
        var output = directory.resolve("output").toFile();
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Failing.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(output)
                        .start();

        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(output).hasContent("NoSuchDomain[nameOrUuid=nope]\nDaemonNotRunning");
    }

    /** Fails in two ways and says so itself. */
    static final class Failing {
        public static void main(String[] arguments) {
            try (var libvirt = new NativeLibvirt("test:///default", LIMIT)) {
                failure(() -> libvirt.domain("nope")).satisfies(System.out::println);
            }
            try (var libvirt = new NativeLibvirt(NOBODY, LIMIT)) {
                failure(libvirt::domains)
                        .satisfies(f -> System.out.println(f.getClass().getSimpleName()));
            }
        }
    }

    private NativeLibvirt ownDomains() {
        try {
            var file = Files.writeString(directory.resolve("host.xml"), DOMAINS);
            return new NativeLibvirt("test://" + file, LIMIT);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static AbstractObjectAssert<?, LibvirtFailure> failure(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .asInstanceOf(type(LibvirtException.class))
                .extracting(LibvirtException::failure);
    }
}
