package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody is told who wants a guest to have its driver and its licence. */
class GuestTest {

    private static final String VM = "y-k8s-n-1";
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJ0ZXN0IjoidHJ1ZSJ9.c2lnbmF0dXJl";

    @TempDir private Path directory;
    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withOneCard(directory).after("gpus");
    }

    private void give(String type) {
        host.after("create", type, "--name", "desk", "--vm", VM);
    }

    private String token() throws IOException {
        return Files.writeString(directory.resolve("my.tok"), TOKEN).toString();
    }

    private Path kit() {
        return directory.resolve("kit");
    }

    @Test
    void itsBranchesItsLicenceAndItsFilesAreSaid() {
        give("P40-6Q");

        var said = host.vgpuctl("guest", VM);

        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .startsWith(
                        """
                        host driver:   550.54.16
                        guest drivers: branch 17 (R550) or 16 (R535), none newer
                        desk (P40-6Q): needs vWS
                          its VM does not run, or the driver does not list it

                        --- gridd.conf
                        FeatureType=2
                        """)
                .contains("--- setup-guest.sh\n#!/bin/sh\n", "--- user-data\n#cloud-config\n");
    }

    @Test
    void ofARunningVmItIsSaidWhetherItsDriverIsLoaded() {
        give("P40-6Q");
        host.after("sim", "virsh", "start", VM);
        assertThat(host.vgpuctl("guest", VM).out())
                .contains(
                        "  no driver is loaded in the guest\n",
                        "  licence: N/A: its driver has not said anything");
    }

    @ParameterizedTest
    @CsvSource({"P40-6Q,2", "P40-6C,4", "P40-6A,1", "P40-1B,1"})
    void theFeatureFollowsTheSeries(String type, int feature) {
        give(type);
        assertThat(host.vgpuctl("guest", VM).out())
                .contains("--- gridd.conf\nFeatureType=" + feature + "\n");
    }

    @Test
    void theFilesAreWrittenAndTheTokenIsItsOwnersOnly() throws IOException {
        give("P40-6Q");

        var said = host.vgpuctl("guest", VM, "--token", token(), "--output-dir", kit().toString());

        assertThat(said.out())
                .contains("Wrote " + kit().resolve("gridd.conf"), "note:  no seed.iso: neither");
        assertThat(Files.readString(kit().resolve("gridd.conf"))).isEqualTo("FeatureType=2\n");
        var token = kit().resolve("ClientConfigToken/client_configuration_token.tok");
        assertThat(Files.readString(token)).isEqualTo(TOKEN);
        for (var secret : List.of(token, kit().resolve("user-data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.isExecutable(kit().resolve("setup-guest.sh"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "yaml"})
    void theTokenIsNeverShown(String format) throws IOException {
        give("P40-6Q");
        var said = host.vgpuctl("guest", VM, "--token", token(), "-o", format);
        assertThat(said.exit()).isZero();
        assertThat(said.out()).doesNotContain(TOKEN, "ZXlKaGJHY2lPaUp");
    }

    @Test
    void theScriptForLinuxIsOneThatAShellCanRead() throws Exception {
        give("P40-6Q");
        host.after("guest", VM, "--output-dir", kit().toString());
        var script = kit().resolve("setup-guest.sh").toString();
        var shell = new ProcessBuilder("sh", "-n", script).inheritIO().start();
        assertThat(shell.waitFor()).isZero();
    }

    @Test
    void aLicenceServerIsForOlderBranchesOnly() {
        give("P40-6Q");
        var refused = host.vgpuctl("guest", VM, "--server", "licences.example.org");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("error: guests of branch 17 (R550) have no licence server address");

        host.write("/sys/module/nvidia/version", "510.85.03\n");
        assertThat(host.vgpuctl("guest", VM, "--server", "licences.example.org").out())
                .contains(
                        "branch 14 (R510) or 13 (R470)",
                        "ServerAddress=licences.example.org\nServerPort=7070\nFeatureType=2\n",
                        "'ServerAddress' -Value 'licences.example.org'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "x'; rm -rf /", "host:0", "host:99999", "host:x", ":1", "a\nb"})
    void whatIsNoServerReachesNoScript(String server) {
        give("P40-6Q");
        host.write("/sys/module/nvidia/version", "510.85.03\n");
        assertThat(host.vgpuctl("guest", VM, "--server", server).exit()).isEqualTo(2);
    }

    @Test
    void whatIsNoTokenIsRefused() throws IOException {
        give("P40-6Q");
        var file = Files.writeString(directory.resolve("no.tok"), "hello").toString();
        assertThat(host.vgpuctl("guest", VM, "--token", file).exit()).isEqualTo(2);
        assertThat(host.vgpuctl("guest", VM, "--token", file + "x").exit()).isEqualTo(3);
    }

    @Test
    void aVmWithoutAVgpuNeedsNothing() {
        assertThat(host.vgpuctl("guest", VM).err())
                .startsWith("error: the VM " + VM + " has no vGPU");
        assertThat(host.vgpuctl("guest", "nobody").exit()).isEqualTo(3);
    }
}
