package vgpuctl.core.mdev;

import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.MdevConfig;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.problem.Problem;

/** The devices that a wish is about, or why there is none. */
record MdevSight(HostSnapshot host) {

    Optional<MdevDevice> active(UUID uuid, Optional<DeviceName> parent) {
        var filter = new MdevFilter(Optional.of(uuid), parent.map(DeviceName::text));
        return MdevDevices.active(host, filter).stream().findFirst();
    }

    Optional<MdevDevice> definition(UUID uuid, DeviceName parent) {
        var filter = new MdevFilter(Optional.of(uuid), Optional.of(parent.text()));
        return MdevDevices.defined(host, filter).stream().findFirst();
    }

    MdevDevice defined(MdevWish wish) {
        var devices = MdevDevices.defined(host, wish.filter());
        if (devices.isEmpty()) {
            throw unreadable(wish).orElseGet(() -> notDefined(wish)).thrown();
        }
        if (devices.size() > 1) {
            throw new Problem.BadInput(
                            "Multiple definitions found for " + wish.uuid() + ", specify a parent",
                            "'list --defined' shows them")
                    .thrown();
        }
        return devices.getFirst();
    }

    private static Problem notDefined(MdevWish wish) {
        return new Problem.NotFound(
                "Mediated device " + named(wish) + " is not defined",
                "'list --defined' shows those that are");
    }

    static Problem notActive(MdevWish wish) {
        return new Problem.NotFound(
                "Mediated device " + named(wish) + " is not active", "'list' shows those that are");
    }

    private static String named(MdevWish wish) {
        return wish.parent().map(parent -> parent + "/").orElse("") + wish.uuid();
    }

    /** Its definition is there and cannot be read. */
    Optional<Problem> unreadable(MdevWish wish) {
        for (var file : host.definitions()) {
            if (file.uuid().equals(wish.uuid()) && wish.filter().meansParent(file.parent())) {
                var problem = unreadable(file.uuid(), file.parent());
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    Optional<Problem> unreadable(UUID uuid, DeviceName parent) {
        for (var file : host.definitions()) {
            if (file.uuid().equals(uuid)
                    && file.parent().equals(parent)
                    && MdevDevices.config(file) instanceof Reading.Unknown<MdevConfig>(var why)) {
                return Optional.of(
                        new Problem.HostNotReady(
                                "the definition of " + uuid + " could not be read: " + why,
                                "mend or delete that file, then try again"));
            }
        }
        return Optional.empty();
    }

    /** The text of its file; empty where our record is its definition. */
    Optional<String> text(MdevDevice device) {
        for (var file : host.definitions()) {
            if (file.uuid().equals(device.uuid()) && file.parent().equals(device.parent())) {
                return file.definition()
                        .map(Definition::text)
                        .map(Optional::of)
                        .orElse(Optional.empty());
            }
        }
        return Optional.empty();
    }

    /** On how many parents it is defined. */
    int definitions(UUID uuid) {
        return MdevDevices.defined(host, new MdevFilter(Optional.of(uuid), Optional.empty()))
                .size();
    }
}
