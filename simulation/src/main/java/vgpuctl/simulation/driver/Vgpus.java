package vgpuctl.simulation.driver;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.Series;
import vgpuctl.linux.files.Errno;
import vgpuctl.simulation.board.SimulatedType;
import vgpuctl.simulation.driver.Vgpu.Mdev;

/** Makes, changes and removes the vGPUs of a card, or refuses as the driver does. */
public record Vgpus(Card card) {

    /** How the driver answers. */
    public sealed interface Outcome {

        /** Done; the card is another now. */
        record Done(Card card, String logged) implements Outcome {}

        record Refused(Errno errno, String logged) implements Outcome {}
    }

    private static final Pattern PARAMETERS =
            Pattern.compile("[a-z0-9_-]+=[^,=\\s]+(,[a-z0-9_-]+=[^,=\\s]+)*");

    private static final String CLEARED = " ";

    /** On a function; the driver answers EIO to every refusal, whatever the reason. */
    public Outcome create(String function, SimulatedType type, Optional<Mdev> mdev) {
        var name = mdev.map(Mdev::uuid).orElse(function);
        var room = new Admission(card).room(type);
        if (new Admission(card).available(function, type) == 0 || room.isEmpty()) {
            return new Outcome.Refused(Errno.EIO, name + ": vGPU creation failed, -5");
        }
        var place = room.get();
        var vgpu = new Vgpu(function, type, mdev, place.placement(), place.gpuInstance(), "");
        return new Outcome.Done(card.with(vgpu), name + ": vGPU device created successfully.");
    }

    public Outcome remove(Vgpu vgpu) {
        return new Outcome.Done(card.without(vgpu), vgpu.name() + ": vGPU device destroyed.");
    }

    /**
     * {@code current_vgpu_type} of a virtual function.
     *
     * @param text as it was written; only a decimal number is read
     * @param isOpen whether a VM has the function
     */
    public Outcome setType(String function, String text, boolean isOpen) {
        var digits = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (!digits.matches("[0-9]{1,9}")) {
            return new Outcome.Refused(Errno.EINVAL, "");
        }
        var id = Integer.parseInt(digits);
        var now = card.vgpu(function);
        return id == 0 ? clearType(function, now, isOpen) : setType(function, id, now);
    }

    private Outcome setType(String function, int id, Optional<Vgpu> now) {
        if (now.isPresent()) {
            return new Outcome.Refused(
                    Errno.EPERM,
                    function
                            + ": vGPU device already created with type ID: "
                            + now.get().type().id());
        }
        return card.board()
                .type(id)
                .map(type -> create(function, type, Optional.empty()))
                .orElse(new Outcome.Refused(Errno.EIO, function + ": vGPU creation failed, -5"));
    }

    private Outcome clearType(String function, Optional<Vgpu> now, boolean isOpen) {
        if (now.isEmpty()) {
            return new Outcome.Refused(
                    Errno.EPERM,
                    function + ": Failed to remove vGPU. No vGPU exists on current device");
        }
        return isOpen
                ? new Outcome.Refused(Errno.EPERM, function + ": vGPU destroy failed: 0x40")
                : remove(now.get());
    }

    /**
     * {@code vgpu_params}: replaces what was written before; a single space clears. A placement id
     * that is free is taken at once, another one lets the start of a VM fail.
     *
     * @param text as it was written; the driver wants its newline
     * @param isOpen whether a VM has the vGPU, which reads them when it starts
     */
    public Outcome setParameters(Vgpu vgpu, String text, boolean isOpen) {
        var value = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (value.equals(CLEARED)) {
            value = "";
        } else if (!text.endsWith("\n") || !PARAMETERS.matcher(value).matches()) {
            return new Outcome.Refused(Errno.EINVAL, "");
        }
        if (isOpen) {
            return new Outcome.Refused(Errno.EPERM, "");
        }
        var changed = vgpu.with(value, vgpu.placement());
        var placement =
                changed.wishedPlacement()
                        .filter(wish -> new Admission(card).canLieAt(vgpu, wish))
                        .map(wish -> OptionalInt.of(Integer.parseInt(wish)))
                        .orElse(vgpu.placement());
        return new Outcome.Done(card.without(vgpu).with(changed.with(value, placement)), "");
    }

    /**
     * Whether a VM may have this vGPU and others: GPUs up to Pascal combine only whole-card types,
     * later ones all of the C and Q series.
     */
    public boolean mayBeCombined(Vgpu vgpu) {
        if (card.board().facts().architecture().compareTo(Architecture.PASCAL) <= 0) {
            return vgpu.type().max() == 1;
        }
        var series = vgpu.type().name().series();
        return series.equals(Optional.of(Series.C)) || series.equals(Optional.of(Series.Q));
    }
}
