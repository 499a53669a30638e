package vgpuctl.layout.others;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.layout.GpuSelector;

/** Which GPUs an entry of a configuration file is for. */
final class ConfiguredGpus {

    /** NVIDIA's, in the lower half of a filter's number. */
    private static final int VENDOR = 0x10de;

    private final Knowledge knowledge;
    private final Set<String> notes;

    ConfiguredGpus(Knowledge knowledge, Set<String> notes) {
        this.knowledge = knowledge;
        this.notes = notes;
    }

    /**
     * The GPUs of an entry; none where that cannot be known, which a note then says.
     *
     * @param board the one that the entry's types are of
     */
    List<GpuSelector> of(ConfigFile.Entry entry, Optional<Board> board) {
        return knowledge.gpus().isEmpty() ? unseen(entry, board) : ofHost(entry, board);
    }

    private List<GpuSelector> ofHost(ConfigFile.Entry entry, Optional<Board> board) {
        var ids = filter(entry);
        var selected = new ArrayList<GpuSelector>();
        for (var i = 0; i < knowledge.gpus().size(); i++) {
            var gpu = knowledge.gpus().get(i);
            if (isAsked(entry, i)
                    && isMeant(gpu.pciDevice(), ids)
                    && isOf(board, gpu.pciDevice())) {
                selected.add(new GpuSelector.Device(gpu.name()));
            }
        }
        if (selected.isEmpty()) {
            notes.add("no GPU of this host is meant by " + said(entry) + ": it is left out");
        }
        return selected;
    }

    private static boolean isAsked(ConfigFile.Entry entry, int index) {
        return entry.indexes().isEmpty() || entry.indexes().get().contains(index);
    }

    private static boolean isMeant(OptionalInt device, List<Integer> ids) {
        return ids.isEmpty() || (device.isPresent() && ids.contains(device.getAsInt()));
    }

    private static boolean isOf(Optional<Board> board, OptionalInt device) {
        return board.isEmpty()
                || (device.isPresent() && board.get().devices().contains(device.getAsInt()));
    }

    private List<GpuSelector> unseen(ConfigFile.Entry entry, Optional<Board> board) {
        var ids = filter(entry);
        var model =
                board.or(() ->
                                knowledge.boards().stream()
                                        .filter(b -> ids.stream().anyMatch(b.devices()::contains))
                                        .findFirst())
                        .map(Board::model);
        if (model.isEmpty()) {
            notes.add(
                    "which GPUs are meant by "
                            + said(entry)
                            + " is not known without the host: it is left out");
            return List.of();
        }
        notes.add(
                said(entry)
                        + " was taken for "
                        + (entry.indexes().isEmpty() ? "the first " : "the ")
                        + model.get()
                        + ": check the GPUs of the layout");
        return entry.indexes().orElse(List.of(0)).stream()
                .<GpuSelector>map(
                        i -> new GpuSelector.OfModel(model.get(), OptionalInt.of(Math.min(i, 255))))
                .distinct()
                .toList();
    }

    private List<Integer> filter(ConfigFile.Entry entry) {
        return entry.filter().stream().flatMapToInt(text -> device(text).stream()).boxed().toList();
    }

    /** {@code 0x1EB810DE}: the device's id, then the vendor's. */
    private OptionalInt device(String text) {
        try {
            var number = HexFormat.fromHexDigitsToLong(text.replaceFirst("^0[xX]", ""));
            if ((number & 0xffff) == VENDOR && number <= 0xffff_ffffL) {
                return OptionalInt.of((int) (number >> 16));
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        notes.add(
                "the device-filter "
                        + Notes.shown(text)
                        + " is left out: it is no PCI id of NVIDIA's");
        return OptionalInt.empty();
    }

    private static String said(ConfigFile.Entry entry) {
        return "'devices: "
                + entry.indexes().map(Object::toString).orElse("all")
                + "'"
                + (entry.filter().isEmpty() ? "" : " of " + String.join(", ", entry.filter()));
    }
}
