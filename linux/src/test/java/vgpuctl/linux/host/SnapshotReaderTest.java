package vgpuctl.linux.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.linux.HandMadeHost;
import vgpuctl.linux.sysfs.NoModes;

/** Definitions, records and the autostart rule, put together with what is active. */
class SnapshotReaderTest {

    private static final String CARD = "0000:82:00.0";
    private static final String OTHER_CARD = "0000:83:00.0";
    private static final String VGPU = "3eb9d560-0b31-11ee-91a9-bb28039c61eb";
    private static final String OTHER = "49b4f3f2-0b31-11ee-8a2f-4b8b1e8a2e11";
    private static final String DEFINITION =
            "{\n  \"mdev_type\": \"nvidia-50\",\n  \"start\": \"auto\",\n  \"attrs\": []\n}";

    @TempDir private Path root;
    private HandMadeHost host;

    @BeforeEach
    void makeHost() {
        host = new HandMadeHost(root).card(CARD, "nvidia");
        host.type(CARD, "nvidia-50", "GRID P40-6Q", 6144, 4);
    }

    private HostSnapshot read() {
        return new SnapshotReader(host.files(), () -> NoModes.INSTANCE).read();
    }

    private Vgpu vgpu(String uuid) {
        return read().vgpu(UUID.fromString(uuid)).orElseThrow();
    }

    private HandMadeHost define(String parent, String uuid, String text) {
        return host.file("/etc/mdevctl.d/" + parent + "/" + uuid, text);
    }

    @Test
    void aVgpuThatIsDefinedIsNotActive() {
        define(CARD, VGPU, DEFINITION);
        assertThat(vgpu(VGPU).active()).isFalse();
        assertThat(vgpu(VGPU).isAutostart()).isTrue();
        assertThat(vgpu(VGPU).typeToken()).isEqualTo("P40-6Q");
        assertThat(vgpu(VGPU).label()).isEqualTo(VGPU);
    }

    @Test
    void ofTwoDefinitionsTheRunningOnesCountsAndTheOtherIsTold() {
        host.mdev(VGPU, OTHER_CARD, "nvidia-50");
        define(CARD, VGPU, DEFINITION);
        define(OTHER_CARD, VGPU, DEFINITION.replace("auto", "manual"));
        assertThat(read().vgpus()).hasSize(1);
        assertThat(vgpu(VGPU).parent()).hasToString(OTHER_CARD);
        assertThat(vgpu(VGPU).isAutostart()).isFalse();
        assertThat(read().skipped()).containsExactly(VGPU + " is also defined on " + CARD);
    }

    @Test
    void aDefinitionThatCannotBeReadHidesOnlyItself() {
        define(CARD, VGPU, "{\"mdev_type\": ");
        define(CARD, OTHER, DEFINITION);
        assertThat(read().vgpus()).hasSize(2);
        assertThat(vgpu(OTHER).isAutostart()).isTrue();
        assertThat(vgpu(VGPU).isDefined()).isTrue();
        assertThat(vgpu(VGPU).definition())
                .isEqualTo(
                        Reading.unknown(
                                "/etc/mdevctl.d/"
                                        + CARD
                                        + "/"
                                        + VGPU
                                        + ": it is not a JSON object"));
    }

    @Test
    void aDirectoryInsteadOfADefinitionHidesOnlyItself() {
        host.directory("/etc/mdevctl.d/" + CARD + "/" + VGPU);
        define(CARD, OTHER, DEFINITION);
        assertThat(vgpu(OTHER).isDefined()).isTrue();
        assertThat(vgpu(VGPU).definition()).isInstanceOf(Reading.Unknown.class);
    }

    @Test
    void mdevctlsScriptsAndUnfinishedFilesAreNoDefinitions() {
        host.file("/etc/mdevctl.d/scripts.d/" + VGPU, DEFINITION);
        host.file("/etc/mdevctl.d/." + VGPU + ".unfinished", DEFINITION);
        host.file("/etc/mdevctl.d/" + CARD + "/README", "text");
        assertThat(read().vgpus()).isEmpty();
        assertThat(read().skipped()).isEmpty();
    }

    @Test
    void aRecordThatIsNoneIsToldAndTheOthersCount() {
        define(CARD, VGPU, DEFINITION);
        var records = "/var/lib/vgpuctl/vgpus/";
        host.file(
                records + VGPU + ".json",
                "{\"uuid\": \"%s\", \"name\": \"desk\", \"parent\": \"%s\", \"type\": \"GRID P40-6Q\"}"
                        .formatted(VGPU, CARD));
        host.file(records + OTHER + ".json", "{}");
        host.file(records + "." + OTHER + ".unfinished", "{");
        host.file(records + "foreign.json", "{\"uuid\": \"" + VGPU + "\"}");
        assertThat(vgpu(VGPU).label()).isEqualTo("desk");
        assertThat(read().vgpus()).hasSize(1);
        assertThat(read().skipped())
                .containsExactly(
                        records + OTHER + ".json is not a record of ours",
                        records + "foreign.json is not a record of ours");
    }

    @Test
    void autostartIsDoubtedOnlyWhereMdevctlsRuleCallsNothing() {
        assertThat(read().autostartFault())
                .hasValue(
                        "autostart will do nothing: mdevctl, which starts vGPUs, is not installed");
        host.file(
                "/usr/lib/udev/rules.d/60-mdevctl.rules",
                "ACTION==\"add\", RUN+=\"/usr/sbin/mdevctl start-parent-mdevs %k\"\n");
        assertThat(read().autostartFault().orElse(""))
                .contains("60-mdevctl.rules calls /usr/sbin/mdevctl, which is not there");
        host.file("/usr/sbin/mdevctl", "");
        assertThat(read().autostartFault()).isEmpty();
        host.file("/etc/udev/rules.d/60-mdevctl.rules", "# switched off by the administrator\n");
        assertThat(read().autostartFault()).isEqualTo(Optional.empty());
    }

    @Test
    void aHostWithNothingIsReadWithoutASurprise() {
        var empty =
                new SnapshotReader(
                                new HandMadeHost(root.resolve("empty")).files(),
                                () -> NoModes.INSTANCE)
                        .read();
        assertThat(empty.gpus()).isEmpty();
        assertThat(empty.vgpus()).isEmpty();
        assertThat(empty.skipped()).isEmpty();
        assertThat(empty.machineId()).isInstanceOf(Reading.Unknown.class);
    }
}
