package vgpuctl.linux.nvidiasmi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.core.inventory.DriverVgpu.Guest;
import vgpuctl.core.inventory.LicenceState;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.pci.Bdf;

/**
 * Reads {@code nvidia-smi vgpu -q}: a GPU a block, its vGPUs below it, a fact a line. There is no
 * XML of it. The members of a vGPU stand at eight spaces; what stands deeper is about its load.
 */
public final class DriverVgpus {

    private static final String NOTHING = "N/A";
    private static final String GPU = "GPU ";
    private static final String VGPU = "    vGPU ID ";
    private static final String MEMBER = "        ";
    private static final String EXPIRY = " (Expiry: ";

    private final List<DriverVgpu> vgpus = new ArrayList<>();
    private Optional<DeviceName> gpu = Optional.empty();
    private Optional<String> id = Optional.empty();
    private final Map<String, String> members = new HashMap<>();

    private DriverVgpus() {}

    /** Those of the output; none where no VM has a vGPU. */
    public static List<DriverVgpu> parse(String output) {
        var reader = new DriverVgpus();
        output.lines().forEach(reader::line);
        reader.finish();
        return List.copyOf(reader.vgpus);
    }

    private void line(String line) {
        if (line.startsWith(GPU)) {
            finish();
            gpu = Bdf.parse(line.substring(GPU.length()).strip()).map(DeviceName::of);
        } else if (line.startsWith(VGPU)) {
            finish();
            id = value(line);
        } else if (line.startsWith(MEMBER) && line.length() > MEMBER.length()) {
            member(line);
        }
    }

    private void member(String line) {
        if (line.charAt(MEMBER.length()) != ' ') {
            var colon = line.indexOf(" : ");
            if (colon > 0) {
                members.put(line.substring(0, colon).strip(), line.substring(colon + 3).strip());
            }
        }
    }

    private static Optional<String> value(String line) {
        var colon = line.indexOf(" : ");
        return colon < 0 ? Optional.empty() : Optional.of(line.substring(colon + 3).strip());
    }

    private void finish() {
        if (gpu.isPresent() && id.isPresent()) {
            vgpus.add(
                    new DriverVgpu(
                            gpu.get(),
                            id.get(),
                            uuid("VM UUID"),
                            said("VM Name"),
                            said("vGPU Name").orElse("?"),
                            uuid("MDEV UUID"),
                            uuid("vGPU UUID").isPresent(),
                            guest()));
        }
        id = Optional.empty();
        members.clear();
    }

    private Guest guest() {
        var licence = said("License Status");
        var expiry = licence.map(words -> words.indexOf(EXPIRY)).filter(at -> at >= 0);
        return new Guest(
                said("Guest Driver Version"),
                licence.map(words -> expiry.map(at -> words.substring(0, at)).orElse(words))
                        .or(() -> Optional.of(NOTHING))
                        .flatMap(LicenceState::of),
                licence.flatMap(words -> expiry.map(at -> inside(words.substring(at))))
                        .filter(words -> !words.equals(NOTHING)));
    }

    private static String inside(String bracket) {
        return bracket.substring(EXPIRY.length()).replace(")", "").strip();
    }

    private Optional<String> said(String member) {
        return Optional.of(members.getOrDefault(member, NOTHING))
                .filter(words -> !words.equals(NOTHING) && !words.isEmpty());
    }

    /** One of zeros is none. */
    private Optional<UUID> uuid(String member) {
        return said(member)
                .flatMap(VgpuRecordText::uuid)
                .filter(uuid -> !uuid.equals(new UUID(0, 0)));
    }
}
