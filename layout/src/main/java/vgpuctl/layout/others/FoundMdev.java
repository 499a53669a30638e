package vgpuctl.layout.others;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.type.TypeId;

/**
 * A mediated device that somebody else defined or made.
 *
 * @param autostart whether it is started when its parent appears; empty where nobody says
 * @param active whether it is there; empty where nobody says
 * @param params the driver's, by name
 */
record FoundMdev(
        UUID uuid,
        DeviceName parent,
        TypeId type,
        Optional<Boolean> autostart,
        Optional<Boolean> active,
        SortedMap<String, String> params) {

    /** This one, and what another account of it adds: it starts, or is there, by any of the two. */
    FoundMdev and(FoundMdev other) {
        var both = new TreeMap<>(other.params);
        both.putAll(params);
        return new FoundMdev(
                uuid,
                parent,
                type,
                either(autostart, other.autostart),
                either(active, other.active),
                both);
    }

    /** With what is seen of it, where no account says. */
    FoundMdev seen(Vgpu vgpu) {
        return new FoundMdev(
                uuid,
                parent,
                type,
                autostart.or(() -> Optional.of(vgpu.isAutostart())),
                active.or(() -> Optional.of(vgpu.active())),
                params.isEmpty() ? vgpu.parameters().values() : params);
    }

    private static Optional<Boolean> either(Optional<Boolean> one, Optional<Boolean> other) {
        return one.isEmpty() ? other : one.map(known -> known || other.orElse(false));
    }
}
