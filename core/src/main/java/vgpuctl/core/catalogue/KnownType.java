package vgpuctl.core.catalogue;

import java.util.Optional;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * What is known of a vGPU type of a card without asking the card.
 *
 * @param id empty where neither the driver's database nor the catalogue gives it
 * @param description what is known of its size, maximum and screens
 * @param origin who knows it
 */
public record KnownType(
        Optional<TypeId> id, TypeName name, TypeDescription description, Origin origin) {

    /** Who knows a type. */
    public enum Origin {
        /** The database of the driver that is installed: it is what the card would offer. */
        DRIVER,
        /** The project's own tables. */
        CATALOGUE
    }

    // Not Comparator.comparing: its lambdas, which can be serialized, are made at run time.
    static int compare(KnownType left, KnownType right) {
        var gaming = Boolean.compare(left.name.isGaming(), right.name.isGaming());
        if (gaming != 0) {
            return gaming;
        }
        var mig = Boolean.compare(left.name.isMigBacked(), right.name.isMigBacked());
        if (mig != 0) {
            return mig;
        }
        var bySize =
                left.description.framebufferMib().orElse(0)
                        - right.description.framebufferMib().orElse(0);
        return bySize != 0 ? bySize : TypeName.compare(left.name, right.name);
    }
}
