import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Writes a log for {@code bench/doctor}: a size in MiB, and which part of its lines a rule looks at, in percent. */
final class Doctor {

    private static final List<String> USUAL = List.of(
            "kernel: pci 0000:%02x:00.0: Adding to iommu group %d",
            "nvidia-vgpu-mgr[%d]: notice: vmiop_log: (0x0): gpu-pci-id : 0x8%d00",
            "nvidia-vgpu-mgr[%d]: notice: vmiop_log: (0x0): vGPU supported range: (0x70001, 0x%d)",
            "systemd[1]: Started Session %d of user root (%d).",
            "sshd[%d]: Accepted publickey for root from 192.0.2.%d port 40022 ssh2",
            "libvirtd[%d]: internal state of domain %d is running, nothing to do for it",
            "nvidia-gridd[%d]: Calling load_byte_array(tra) %d",
            "audit[%d]: AVC apparmor=\"ALLOWED\" operation=\"open\" profile=\"libvirt-%d\"");

    private static final List<String> LOOKED_AT = List.of(
            "nvidia-vgpu-mgr[%d]: error: vmiop_log: (0x1): Thread for engine 0x%d could not join with error 0x5",
            "nvidia-vgpu-mgr[%d]: op_type: 0x%d failed.",
            "kernel: [nvidia-vgpu-vfio] %08d-079b-11ee-9fc9-83e0dccb6713: start failed. status: 0x%d",
            "nvidia-vgpu-mgr[%d]: notice: vmiop_log: (0x0): vGPU license state: Licensed %d",
            "snapd[%d]: error: cannot refresh %d");

    private Doctor() {}

    public static void main(String[] arguments) throws IOException {
        var size = Long.parseLong(arguments[1]) << 20;
        var percent = Integer.parseInt(arguments[2]);
        var random = new Random(1);
        try (var out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 16)) {
            for (var written = 0L; written < size; ) {
                var lines = random.nextInt(100) < percent ? LOOKED_AT : USUAL;
                var line = lines.get(random.nextInt(lines.size()))
                        .formatted(random.nextInt(100_000), random.nextInt(10));
                var bytes = ("Mar 03 10:11:12 box " + line + "\n").getBytes(UTF_8);
                out.write(bytes);
                written += bytes.length;
            }
        }
    }
}
