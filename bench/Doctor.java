import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Writes a log for {@code bench/doctor}: a size in MiB, and which part of its lines a rule looks at, in percent; or what is none:
 * {@code bytes} without meaning, one {@code line} without an end, a log in {@code utf-16}, and one whose lines are by turns in UTF-8,
 * Latin-1 and Shift-JIS ({@code mixed}).
 */
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

    private static final List<Charset> ENCODINGS = List.of(UTF_8, ISO_8859_1, Charset.forName("Shift_JIS"));

    private Doctor() {}

    private final Random random = new Random(1);

    public static void main(String[] arguments) throws IOException {
        var size = Long.parseLong(arguments[1]) << 20;
        try (var out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 16)) {
            new Doctor().write(out, size, arguments[2]);
        }
    }

    private void write(OutputStream out, long size, String kind) throws IOException {
        var written = 0L;
        if (kind.equals("utf-16")) {
            out.write(new byte[] {(byte) 0xff, (byte) 0xfe});
        }
        for (var number = 0; written < size; number++) {
            var bytes = piece(kind, number);
            out.write(bytes);
            written += bytes.length;
        }
    }

    private byte[] piece(String kind, int number) {
        return switch (kind) {
            case "bytes" -> {
                var bytes = new byte[4096];
                random.nextBytes(bytes);
                yield bytes;
            }
            case "line" -> line(1).replace('\n', ' ').getBytes(UTF_8);
            case "utf-16" -> line(1).getBytes(UTF_16LE);
            case "mixed" -> ("größer " + line(1)).getBytes(ENCODINGS.get(number % ENCODINGS.size()));
            default -> line(Integer.parseInt(kind)).getBytes(UTF_8);
        };
    }

    private String line(int percent) {
        var lines = random.nextInt(100) < percent ? LOOKED_AT : USUAL;
        var line = lines.get(random.nextInt(lines.size())).formatted(random.nextInt(100_000), random.nextInt(10));
        return "Mar 03 10:11:12 box " + line + "\n";
    }
}
