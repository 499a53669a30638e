package vgpuctl.core.doctor.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Finding;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Rule;
import vgpuctl.core.doctor.Subject;
import vgpuctl.core.doctor.Watch;

/** An address in a VM that is the one of a GPU of the host: somebody copied it. */
final class AddressCopied implements Rule {

    private static final Pattern IN_VM =
            Pattern.compile(
                    "<address type='pci' domain='0x([0-9a-f]{4})' bus='0x([0-9a-f]{2})'"
                            + " slot='0x([0-9a-f]{2})' function='0x0'");

    @Override
    public Description description() {
        return Description.warning(
                        "address-copied",
                        Layer.VM,
                        "A vGPU was given the GPU's own address inside of a VM")
                .because(
                        "The <address> of a <hostdev> says where the device is in the"
                                + " VM. The host's address makes libvirt add bridges up to that"
                                + " bus, and the second vGPU with it is refused.")
                .fix(
                        "Take the <address type='pci' …/> out of the <hostdev>:"
                                + " libvirt chooses a free one. 'vgpuctl attach' writes none.")
                .explainedBy("double-pci-address");
    }

    @Override
    public Watch watch() {
        return new Seen(description());
    }

    private static final class Seen implements Watch {

        private static final int MOST = 1024;

        private final Description rule;
        private final Map<String, Line> gpus = new LinkedHashMap<>();
        private final Map<String, Line> inVms = new LinkedHashMap<>();

        private Seen(Description rule) {
            this.rule = rule;
        }

        @Override
        public List<String> needles() {
            return List.of("<address type='pci'", "3D controller: NVIDIA", "GPU 00000000:");
        }

        @Override
        public boolean see(Line line, Context context) {
            var address = IN_VM.matcher(line.text());
            if (address.find()) {
                var name =
                        address.group(1) + ":" + address.group(2) + ":" + address.group(3) + ".0";
                put(inVms, name, line);
            } else {
                Subject.address(line).ifPresent(gpu -> put(gpus, gpu, line));
            }
            return false;
        }

        private static void put(Map<String, Line> lines, String name, Line line) {
            if (lines.size() < MOST) {
                lines.putIfAbsent(name, line);
            }
        }

        @Override
        public List<Finding> findings() {
            var found = new ArrayList<Finding>();
            gpus.forEach((name, gpu) -> {
                var copy = inVms.get(name);
                // Small bus numbers are those that libvirt itself gives out.
                if (copy != null && name.compareTo("0000:20") > 0) {
                    found.add(Finding.of(rule, name, List.of(copy.evidence(), gpu.evidence())));
                }
            });
            return found;
        }
    }
}
