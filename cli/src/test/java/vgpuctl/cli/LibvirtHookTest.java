package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.SimulatedHost.Said;

/**
 * The hook that libvirt runs when a VM starts: it helps where it can, and stands in nobody's way.
 */
@Timeout(60)
class LibvirtHookTest {

    private static final Path HOOK = Path.of("..", "dist", "libvirt", "qemu-hook");
    private static final String UUID = "3eb9d560-0b31-11ee-91a9-bb28039c61eb";
    private static final String XML =
            """
            <domain type='kvm'><name>vm</name><uuid>11111111-2222-3333-4444-555555555555</uuid>
              <devices>
                <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci'>
                  <source>
                    <address uuid='%s'/>
                  </source>
                </hostdev>
              </devices></domain>
            """
                    .formatted(UUID);

    @TempDir private Path directory = Path.of("");

    private SimulatedHost host = SimulatedHost.withOneCard(directory);

    @BeforeEach
    void hasAStoppedVgpu() {
        host =
                SimulatedHost.withOneCard(directory)
                        .after("create", "P40-6Q", "--name", "desk", "--uuid", UUID)
                        .after("stop", "desk");
    }

    /** A vgpuctl on the PATH of the hook. */
    private void isInstalledAs(String script) throws IOException {
        var program = Files.createDirectories(directory.resolve("bin")).resolve("vgpuctl");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String java() {
        var line = ChildJvm.builder(host, Main.class, List.of(), List.of()).command();
        return "exec '" + String.join("' '", line) + "' \"$@\"";
    }

    private Said hook(String... words) throws Exception {
        var builder = new ProcessBuilder("sh", HOOK.toString());
        builder.command().addAll(List.of(words));
        builder.environment().putAll(host.environment());
        builder.environment().merge("PATH", directory + "/bin:", (path, bin) -> bin + path);
        builder.environment().put("VGPUCTL_HOOK_SECONDS", words[0].equals("hasty") ? "2" : "20");
        var process = builder.start();
        try (var in = process.outputWriter(UTF_8)) {
            in.write(XML);
        } catch (IOException _) {
            // It needs no XML where there is nothing to do.
        }
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        return new Said(
                process.exitValue(),
                process.inputReader(UTF_8).readAllAsString(),
                process.errorReader(UTF_8).readAllAsString());
    }

    private boolean isActive() {
        return host.names("/sys/bus/mdev/devices").contains(UUID);
    }

    @Test
    void aVgpuThatIsDefinedIsStartedWithItsVm() throws Exception {
        isInstalledAs(java());
        assertThat(hook("vm", "started", "begin", "-")).isEqualTo(new Said(0, "", ""));
        assertThat(hook("vm", "release", "end", "-")).isEqualTo(new Said(0, "", ""));
        assertThat(isActive()).isFalse();

        assertThat(hook("vm", "prepare", "begin", "-")).isEqualTo(new Said(0, "", ""));
        assertThat(isActive()).isTrue();
        assertThat(hook("vm", "prepare", "begin", "-").exit()).isZero();
    }

    @Test
    void whatIsBrokenHangsOrIsUnknownRefusesNoVm() throws Exception {
        var said = "vgpuctl: the vGPU " + UUID + " of the VM vm was not started\n";
        isInstalledAs("exit 1");
        assertThat(hook("vm", "prepare", "begin", "-")).isEqualTo(new Said(0, "", said));

        isInstalledAs("exec sleep 100");
        var start = System.nanoTime();
        assertThat(hook("hasty", "prepare", "begin", "-").exit()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));

        isInstalledAs(java());
        host.after("remove", "desk");
        assertThat(hook("vm", "prepare", "begin", "-").err()).contains("no vGPU").endsWith(said);
    }
}
