package vgpuctl.simulation.tools;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** NVIDIA's {@code nvidia-smi vgpu -q}, as far as somebody needs it who looks for leftovers. */
public final class RunningVgpus {

    private RunningVgpus() {}

    /**
     * A vGPU that a VM has.
     *
     * @param name its mdev's UUID or its function's address
     * @param type the type's name, with its spaces
     */
    public record Running(
            String name, String gpu, String typeId, String type, String vm, String vmName) {

        /** A vGPU whose VM is known from elsewhere. */
        public Running(String name, String gpu, String typeId, String type) {
            this(name, gpu, typeId, type, "", "");
        }

        /** The vGPU without its VM, on a line. */
        public String line() {
            return name + " " + gpu + " " + typeId + " " + type;
        }

        public static Running parse(String line, String vm, String vmName) {
            var words = line.split(" ", 4);
            return new Running(words[0], words[1], words[2], words[3], vm, vmName);
        }

        private String id() {
            return Integer.toUnsignedString(0xC1D0_0000 | (name.hashCode() & 0xFFFF));
        }

        private String ownUuid() {
            return UUID.nameUUIDFromBytes((name + vm).getBytes(StandardCharsets.UTF_8)).toString();
        }

        private String mdev() {
            return name.length() == 36 ? name : "N/A";
        }
    }

    public static String print(List<String> gpus, List<Running> running) {
        var text = new StringBuilder();
        for (var gpu : gpus) {
            var on = running.stream().filter(vgpu -> vgpu.gpu().equals(gpu)).toList();
            text.append("GPU 0000").append(gpu.toUpperCase(Locale.ROOT)).append("\n");
            text.append("    Active vGPUs                          : " + on.size() + "\n");
            on.forEach(vgpu -> text.append(text(vgpu)));
        }
        return text.toString();
    }

    private static String text(Running vgpu) {
        return """
            vGPU ID                               : %s
                VM UUID                           : %s
                VM Name                           : %s
                vGPU Name                         : %s
                vGPU Type                         : %s
                vGPU UUID                         : %s
                MDEV UUID                         : %s
                Guest Driver Version              : N/A
                License Status                    : N/A (Expiry: N/A)
        """
                .formatted(
                        vgpu.id(),
                        vgpu.vm(),
                        vgpu.vmName(),
                        vgpu.type(),
                        vgpu.typeId(),
                        vgpu.ownUuid(),
                        vgpu.mdev());
    }
}
