package vgpuctl.core.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A libvirt VM.
 *
 * @param live the host devices that it has now; empty where it does not run
 * @param config the host devices that its next start gives it; empty for a transient domain
 * @param hasGraphics whether it has a graphics device, which {@code display='on'} needs
 * @param hasOpenGl whether that device draws with OpenGL
 */
public record Domain(
        String name,
        boolean running,
        Optional<List<HostDevice>> live,
        Optional<List<HostDevice>> config,
        boolean hasGraphics,
        boolean hasOpenGl) {

    /** This domain with one more device in its configuration. */
    Domain with(HostDevice device) {
        var devices = new ArrayList<>(config.orElse(List.of()));
        devices.add(device);
        return new Domain(name, running, live, Optional.of(devices), hasGraphics, hasOpenGl);
    }

    public boolean has(HostDevice device) {
        return hasLive(device) || hasInConfig(device);
    }

    public boolean hasLive(HostDevice device) {
        return live.map(devices -> devices.contains(device)).orElse(false);
    }

    public boolean hasInConfig(HostDevice device) {
        return config.map(devices -> devices.contains(device)).orElse(false);
    }
}
