package vgpuctl.core.fleet.place;

import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.GpuModel.OfferedType;

/** Which types are what is wanted: in a fleet, the same type has two long names, by driver. */
final class Wants {

    private Wants() {}

    static boolean isMetBy(Wanted wanted, OfferedType type) {
        return wanted instanceof Wanted.Exactly(var name)
                ? type.token().equals(name.token())
                : wanted.isMetBy(type.type());
    }
}
