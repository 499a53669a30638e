package vgpuctl.core.mdev;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.DefinitionFile;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.MdevConfig;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.VgpuType;

/** The devices of a host in mdevctl's order. */
public final class MdevDevices {

    private MdevDevices() {}

    /**
     * Those that are active. Of their attributes the kernel says nothing, and so does mdevctl,
     * unless a script knows them.
     */
    public static List<MdevDevice> active(HostSnapshot host, MdevFilter filter) {
        var devices = new ArrayList<MdevDevice>();
        for (var vgpu : host.vgpus()) {
            if (vgpu.active()) {
                active(host, vgpu).ifPresent(devices::add);
            }
        }
        devices.sort(MdevDevice::compare);
        return filter.of(devices);
    }

    private static Optional<MdevDevice> active(HostSnapshot host, Vgpu vgpu) {
        var definition = definition(host, vgpu);
        return type(vgpu)
                .map(type ->
                        new MdevDevice(
                                vgpu.uuid(),
                                vgpu.parent(),
                                true,
                                definition.isDefined,
                                new MdevConfig(type, definition.autostart, List.of())));
    }

    private record OfParent(boolean isDefined, boolean autostart) {}

    /** The definition on its own parent: the same UUID may be defined elsewhere as well. */
    private static OfParent definition(HostSnapshot host, Vgpu vgpu) {
        for (var file : host.definitions()) {
            if (file.uuid().equals(vgpu.uuid()) && file.parent().equals(vgpu.parent())) {
                return new OfParent(
                        true, file.definition().map(Definition::autostart).orElse(false));
            }
        }
        return isOurs(vgpu) ? new OfParent(true, vgpu.isAutostart()) : new OfParent(false, false);
    }

    /** Whether its definition is our record: then it has no text. */
    private static boolean isOurs(Vgpu vgpu) {
        return vgpu.definition()
                .map(d -> d.filter(one -> one.text().isEmpty()).isPresent())
                .orElse(false);
    }

    /** Those that are defined. A definition that cannot be read hides only itself. */
    public static List<MdevDevice> defined(HostSnapshot host, MdevFilter filter) {
        var devices = new ArrayList<MdevDevice>();
        for (var file : host.definitions()) {
            defined(host, file).ifPresent(devices::add);
        }
        for (var vgpu : host.vgpus()) {
            if (isOurs(vgpu)) {
                ours(vgpu).ifPresent(devices::add);
            }
        }
        devices.sort(MdevDevice::compare);
        return filter.of(devices);
    }

    private static Optional<MdevDevice> defined(HostSnapshot host, DefinitionFile file) {
        return config(file)
                .map(config ->
                        Optional.of(
                                new MdevDevice(
                                        file.uuid(),
                                        file.parent(),
                                        isActive(host, file, config),
                                        true,
                                        config)))
                .orElse(Optional.empty());
    }

    private static boolean isActive(HostSnapshot host, DefinitionFile file, MdevConfig config) {
        return host.vgpu(file.uuid())
                .filter(Vgpu::active)
                .filter(vgpu -> vgpu.parent().equals(file.parent()))
                .filter(vgpu -> vgpu.type().equals(Reading.of(config.type())))
                .isPresent();
    }

    /** What is in a file; unknown with the reason where it is no definition. */
    public static Reading<MdevConfig> config(DefinitionFile file) {
        return file.definition()
                .flatMap(definition ->
                        MdevConfig.read(definition.text())
                                .because(why ->
                                        "/etc/mdevctl.d/"
                                                + file.parent()
                                                + "/"
                                                + file.uuid()
                                                + ": "
                                                + why));
    }

    private static Optional<MdevDevice> ours(Vgpu vgpu) {
        return type(vgpu)
                .map(type ->
                        new MdevDevice(
                                vgpu.uuid(),
                                vgpu.parent(),
                                vgpu.active(),
                                true,
                                MdevConfig.of(type, vgpu.isAutostart(), kept(vgpu))));
    }

    /** What its next start sets, whatever is in force now. */
    private static Parameters kept(Vgpu vgpu) {
        return vgpu.definition()
                .map(definition -> definition.map(Definition::parameters).orElse(Parameters.NONE))
                .orElse(Parameters.NONE);
    }

    /** The kernel's id; of a vGPU of ours that is not active, the one that its type has now. */
    private static Optional<TypeId> type(Vgpu vgpu) {
        return vgpu.type()
                .map(Optional::of)
                .orElse(Optional.empty())
                .or(() -> vgpu.resolved().flatMap(VgpuType::id))
                .or(() -> vgpu.record().map(record -> new TypeId(record.type().token())));
    }

    /** The files that are hidden, a sentence each. */
    public static List<String> unreadable(HostSnapshot host) {
        var sentences = new ArrayList<String>();
        for (var file : host.definitions()) {
            if (config(file) instanceof Reading.Unknown<MdevConfig>(var why)) {
                sentences.add(why);
            }
        }
        return List.copyOf(sentences);
    }
}
