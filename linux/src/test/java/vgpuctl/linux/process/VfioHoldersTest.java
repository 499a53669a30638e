package vgpuctl.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.inventory.Holder;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.files.RealDisk;

class VfioHoldersTest {

    private static final int GROUP = 9;

    @TempDir private Path root;

    private void process(String pid, String command, String... open) throws IOException {
        var process = root.resolve("proc").resolve(pid);
        Files.createDirectories(process.resolve("fd"));
        Files.writeString(process.resolve("comm"), command + "\n");
        for (var i = 0; i < open.length; i++) {
            Files.createSymbolicLink(process.resolve("fd/" + (i + 3)), Path.of(open[i]));
        }
    }

    private Iterable<Holder> holders() {
        return new VfioHolders(new HostFiles(root, new RealDisk())).of(GROUP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/vfio/vfio", "/dev/iommu", "anon_inode:[vfio-device]"})
    void aVmHasMoreThanTheGroup(String more) throws IOException {
        process("7", "qemu-system-x86", "socket:[99]", "/dev/vfio/9", more);
        assertThat(holders()).containsExactly(new Holder(7, "qemu-system-x86"));
    }

    /** It has the group open while it calls mdevctl to stop what is in it. */
    @ParameterizedTest
    @ValueSource(strings = {"libvirtd", "rpc-libvirtd", "rpc-virtnodedev", "virtqemud"})
    void libvirtThatLooksWhetherAGroupIsFreeDoesNotUseIt(String daemon) throws IOException {
        process("7", daemon, "socket:[99]", "/dev/vfio/9");
        assertThat(holders()).isEmpty();
        process("8", daemon, "/dev/vfio/9", "/dev/vfio/vfio");
        assertThat(holders()).containsExactly(new Holder(8, daemon));
    }

    /** It opens the group first, and the container then. */
    @Test
    void aVmThatIsJustBeginningUsesIt() throws IOException {
        process("7", "qemu-system-x86", "/dev/vfio/9");
        assertThat(holders()).containsExactly(new Holder(7, "qemu-system-x86"));
    }

    @Test
    void otherGroupsAreOthers() throws IOException {
        process("7", "qemu-system-x86", "/dev/vfio/vfio", "/dev/vfio/19", "/var/9");
        assertThat(holders()).isEmpty();
    }
}
