package vgpuctl.cli;

import java.util.List;
import java.util.Set;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.libvirt.Libvirt;

/** A libvirt that does what another does; for tests that stand in the way of one call. */
class ForwardingLibvirt implements Libvirt {

    private final Libvirt libvirt;

    ForwardingLibvirt(Libvirt libvirt) {
        this.libvirt = libvirt;
    }

    @Override
    public List<Description> domains() {
        return libvirt.domains();
    }

    @Override
    public Description domain(String nameOrUuid) {
        return libvirt.domain(nameOrUuid);
    }

    @Override
    public void attach(String nameOrUuid, String deviceXml, Set<Affect> affect) {
        libvirt.attach(nameOrUuid, deviceXml, affect);
    }

    @Override
    public void detach(String nameOrUuid, String deviceXml, Set<Affect> affect) {
        libvirt.detach(nameOrUuid, deviceXml, affect);
    }
}
