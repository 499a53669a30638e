package vgpuctl.simulation.tools;

import java.util.List;
import vgpuctl.core.pci.Architecture;
import vgpuctl.simulation.driver.Card;

/** {@code nvidia-smi -q -x}: of its many elements those that say what a GPU can do with vGPUs. */
record DeviceXml(String driver) {

    private static final String NOT_APPLICABLE = "N/A";

    String print(List<Card> cards) {
        var text = new StringBuilder();
        text.append("<?xml version=\"1.0\" ?>\n")
                .append("<!DOCTYPE nvidia_smi_log SYSTEM \"nvsmi_device_v12.dtd\">\n")
                .append("<nvidia_smi_log>\n");
        element(text, 1, "driver_version", driver);
        element(text, 1, "attached_gpus", "" + cards.size());
        for (var card : cards) {
            text.append("\t<gpu id=\"").append(NvidiaSmi.name(card)).append("\">\n");
            gpu(text, card);
            text.append("\t</gpu>\n");
        }
        return text.append("</nvidia_smi_log>\n").toString();
    }

    private static void gpu(StringBuilder text, Card card) {
        var board = card.board();
        var architecture = board.facts().architecture();
        element(text, 2, "product_name", board.facts().model());
        element(text, 2, "product_architecture", architecture.toString());
        open(text, "mig_mode");
        var hasMig = board.mig().isPresent();
        element(text, 3, "current_mig", hasMig ? enabled(card.mig().current()) : NOT_APPLICABLE);
        element(text, 3, "pending_mig", hasMig ? enabled(card.mig().pending()) : NOT_APPLICABLE);
        close(text, "mig_mode");
        open(text, "vgpu_driver_capability");
        element(text, 3, "heterogenous_multivGPU", supported(true));
        close(text, "vgpu_driver_capability");
        open(text, "vgpu_device_capability");
        var combines = architecture.compareTo(Architecture.PASCAL) > 0;
        element(text, 3, "fractional_multiVgpu", supported(combines));
        element(text, 3, "heterogeneous_timeSlice_profile", supported(true));
        element(text, 3, "heterogeneous_timeSlice_sizes", supported(board.hasMixedSizes()));
        close(text, "vgpu_device_capability");
        open(text, "gpu_virtualization_mode");
        element(text, 3, "virtualization_mode", "Host VGPU");
        element(text, 3, "host_vgpu_mode", board.hasVirtualFunctions() ? "SR-IOV" : "Non SR-IOV");
        element(text, 3, "vgpu_heterogeneous_mode", mixedSizes(card));
        close(text, "gpu_virtualization_mode");
    }

    private static String mixedSizes(Card card) {
        var hasMode = card.board().hasMixedSizes() && !card.mig().current();
        return hasMode ? enabled(card.mixedSizes()) : NOT_APPLICABLE;
    }

    private static String enabled(boolean is) {
        return is ? "Enabled" : "Disabled";
    }

    private static String supported(boolean is) {
        return is ? "Supported" : "Not Supported";
    }

    private static void open(StringBuilder text, String name) {
        text.append("\t\t<").append(name).append(">\n");
    }

    private static void close(StringBuilder text, String name) {
        text.append("\t\t</").append(name).append(">\n");
    }

    private static void element(StringBuilder text, int depth, String name, String value) {
        text.repeat('\t', depth).append("<" + name + ">").append(value).append("</" + name + ">\n");
    }
}
