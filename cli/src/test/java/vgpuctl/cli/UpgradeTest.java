package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.SimulatedHost.Said;

/** What a driver that is not installed yet would do to what is stored. */
class UpgradeTest {

    private static final String NOT_SAID =
            "note:  not known: which parameters the new driver takes\n";

    @TempDir private Path directory = Path.of("");

    /** A database with one board, 10de:1b38 and its kin. */
    private String database(String globals, String card, String... idsAndNames) {
        var types = new StringBuilder();
        var supported = new StringBuilder();
        for (var each : idsAndNames) {
            var id = each.substring(0, each.indexOf(' '));
            var name = each.substring(each.indexOf(' ') + 1);
            types.append("<vgpuType id='" + id + "' name='" + name + "' class='Quadro'/>\n");
            supported.append("<supportedVgpu vgpuId='" + id + "'/>");
        }
        return SimulatedHost.fileWith(
                directory.resolve("new.xml"),
                "<vgpuconfig><globalSettings>"
                        + globals
                        + "</globalSettings>\n"
                        + types
                        + "<pgpu><devId deviceId='"
                        + card
                        + "' subsystemId='0x0'/>"
                        + supported
                        + "</pgpu></vgpuconfig>\n");
    }

    private SimulatedHost p10() {
        return SimulatedHost.withOneCard(directory).after("create", "P40-12C", "--name", "desk");
    }

    private static Said check(SimulatedHost host, String database) {
        return host.vgpuctl("upgrade", "--check", database);
    }

    private static String device(SimulatedHost host) {
        return host.text("/sys/bus/pci/devices/0000:82:00.0/device").strip();
    }

    @Test
    void aDriverWithTheSameTypesLosesNothing() {
        var host = p10();

        var said = check(host, database("", device(host), "286 GRID P40-12C"));

        assertThat(said)
                .isEqualTo(
                        new Said(
                                ExitCode.DONE,
                                "Of what is stored, the new driver has everything.\n",
                                ""));
    }

    @Test
    void aTypeThatIsGoneIsALossWithTheNearestOnes() {
        var host = p10().after("undefine", "desk").after("define", "desk");

        var said = check(host, database("", device(host), "50 GRID P40-6Q", "290 GRID P40-12Q"));

        assertThat(said.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(said.out())
                .startsWith(
                        "lost:  the new driver has no P40-12C on 0000:82:00.0, which desk is\n"
                                + "  do:  choose another type for it: ");
    }

    @Test
    void aCardThatTheNewDriverDoesNotServeIsALoss() {
        var host = p10();

        var said = check(host, database("", "0x2235", "560 NVIDIA A40-12C"));

        assertThat(said.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(said.out())
                .isEqualTo(
                        """
                        lost:  the new driver has no vGPUs on 0000:82:00.0, where 1 is stored
                          do:  keep the driver branch that serves this card, or move its vGPUs
                        """);
    }

    @Test
    void anIdThatMeansAnotherTypeIsToldAndIsNoLoss() {
        var host = p10();
        var database = database("", device(host), "300 NVIDIA P40-12C", "286 NVIDIA P40-24C");

        var said = check(host, database);

        assertThat(said.exit()).isEqualTo(ExitCode.DONE);
        assertThat(said.out())
                .isEqualTo(
                        """
                        other: the type of desk will be called NVIDIA P40-12C, not GRID P40-12C
                          do:  nothing: it is found by its short name, P40-12C
                        other: P40-12C will be nvidia-300; the definition of desk has nvidia-286, which will mean P40-24C
                          do:  let vgpuctl restore it: mdevctl would go by the old id
                        """);
    }

    @Test
    void aModeThatTheNewDriverRulesOutIsALossAndAParameterIsNotKnown() {
        var host =
                new SimulatedHost(directory, "a40:vfio")
                        .after("sriov", "enable", "82:00.0")
                        .after("mode", "mixed-size", "82:00.0")
                        .after("create", "A40-12Q", "--name", "a", "--param", "disable_vnc=1");
        var type = "560 NVIDIA A40-12Q";

        var said =
                check(host, database("<homogeneousVgpus>1</homogeneousVgpus>", device(host), type));

        assertThat(said.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(said.out())
                .isEqualTo(
                        """
                        lost:  the new driver has no mode mixed-size on 0000:82:00.0
                          do:  choose another mode for it, and types that fit
                        """
                                + NOT_SAID);
        assertThat(check(host, database("", device(host), type)).out())
                .contains("not known: whether 0000:82:00.0 can be in mode mixed-size");
    }

    @Test
    void aScriptGetsKindsAndWhetherTheyAreLosses() {
        var host = p10();

        assertThat(
                        host.vgpuctl(
                                        "upgrade",
                                        "-o",
                                        "json",
                                        "--check",
                                        database("", device(host), "50 GRID P40-6Q"))
                                .out())
                .contains("\"kind\": \"TypeGone\"", "\"loss\": true", "\"untold\": []");
    }

    @Test
    void whatIsNoDatabaseIsRefused() {
        var host = p10();
        var broken = SimulatedHost.fileWith(directory.resolve("broken.xml"), "<vgpuconfig>\n<");

        assertThat(check(host, broken).exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(check(host, broken).err()).contains("error: " + broken + " is damaged in line");
        assertThat(check(host, "/no/such.xml").exit()).isEqualTo(3);
        assertThat(host.vgpuctl("upgrade").exit()).isEqualTo(ExitCode.BAD_INPUT);
    }

    /** The graphics package of branch 17 has no C types any more. */
    @Test
    void aRealDatabaseIsCompared() {
        var captured =
                Path.of("")
                        .toAbsolutePath()
                        .resolve("../../shared/corpus/vgpuConfig/vgpuConfig-550.54.16-grid17.1.xml")
                        .normalize();
        assumeTrue(Files.isRegularFile(captured), "the captured databases are not there");
        var host =
                new SimulatedHost(directory, "a40:mdev,a40:mdev")
                        .after("create", "A40-12C", "--name", "a", "--gpu", "82:00.0")
                        .after("create", "A40-12Q", "--name", "b", "--gpu", "83:00.0");

        assertThat(check(host, captured.toString()))
                .isEqualTo(
                        new Said(
                                ExitCode.FINDINGS,
                                """
                                lost:  the new driver has no A40-12C on 0000:82:00.0, which a is
                                  do:  choose another type for it: A40-12Q, A40-12A, A40-16A
                                """,
                                ""));
    }
}
