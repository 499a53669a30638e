package vgpuctl.linux.libvirt;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.plan.Affect;

/** The domains of this host, as libvirt has them. Whatever fails, does so with a reason. */
public interface Libvirt {

    /**
     * A domain at one moment. At least one of the two descriptions is there.
     *
     * @param configXml empty for a transient domain, which ceases to exist when it stops
     * @param liveXml empty for a domain that does not run
     */
    record Description(
            String name, UUID uuid, Optional<String> configXml, Optional<String> liveXml) {

        public boolean running() {
            return liveXml.isPresent();
        }

        public boolean isTransient() {
            return configXml.isEmpty();
        }
    }

    /**
     * All domains, running and shut off, by name. All or none: a domain left out would look like a
     * device that nobody uses.
     *
     * @throws LibvirtException where one of them cannot be described
     */
    List<Description> domains();

    /**
     * The domain with this name or UUID.
     *
     * @throws LibvirtException with {@link LibvirtFailure.NoSuchDomain} where there is none
     */
    Description domain(String nameOrUuid);

    /**
     * Gives a device to a domain. libvirt changes both descriptions or none where both are asked
     * for.
     */
    void attach(String nameOrUuid, String deviceXml, Set<Affect> affect);

    /**
     * Takes a device from a domain. For {@link Affect#LIVE} this is a request: the guest lets go
     * later, or never. {@link LiveRemoval} waits for it.
     */
    void detach(String nameOrUuid, String deviceXml, Set<Affect> affect);
}
