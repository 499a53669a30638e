package vgpuctl.linux.sysfs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostInterface;
import vgpuctl.core.inventory.HostInterface.Cause;
import vgpuctl.core.inventory.HostInterface.MdevOnVirtualFunctions.VirtualFunction;
import vgpuctl.core.inventory.IommuGroup;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.pciids.PciIds;

/**
 * Every NVIDIA GPU of a host, whatever driver holds it, and every other parent device of mediated
 * devices.
 */
public final class GpuReader {

    private static final String PCI_DEVICES = "/sys/bus/pci/devices";
    private static final String PARENTS = "/sys/class/mdev_bus";

    private final HostFiles files;
    private final TypeReader types;

    public GpuReader(HostFiles files) {
        this.files = files;
        this.types = new TypeReader(files);
    }

    /** In the order of their names. What cannot be listed is added to {@code skipped}. */
    public List<PhysicalGpu> read(List<String> skipped) {
        var gpus = new ArrayList<PhysicalGpu>();
        var seen = new HashSet<String>();
        for (var name : names(PCI_DEVICES, skipped)) {
            var function = nvidiaGpu(name);
            if (function.isPresent()) {
                gpus.add(pciGpu(name, function.get()));
                seen.add(name);
            }
        }
        for (var name : names(PARENTS, skipped)) {
            if (!seen.contains(name) && isNoFunction(name) && DeviceName.parse(name).isPresent()) {
                gpus.add(otherParent(name));
            }
        }
        gpus.sort((left, right) -> left.name().compareTo(right.name()));
        return gpus;
    }

    private List<String> names(String directory, List<String> skipped) {
        return files.names(directory)
                .orElseGet(why -> {
                    skipped.add(why);
                    return List.of();
                });
    }

    /** A physical function: virtual ones belong to it and are no GPUs of their own. */
    private Optional<PciFunction> nvidiaGpu(String name) {
        var directory = PCI_DEVICES + "/" + name;
        return PciFunction.parse(files.attribute(directory + "/modalias").orElse(""))
                .filter(PciFunction::isNvidiaGpu)
                .filter(_ -> !files.exists(directory + "/physfn"));
    }

    private boolean isNoFunction(String name) {
        return !files.exists(PARENTS + "/" + name + "/physfn");
    }

    private PhysicalGpu pciGpu(String name, PciFunction function) {
        var directory = PCI_DEVICES + "/" + name;
        var driver = files.linkedName(directory + "/driver");
        return new PhysicalGpu(
                new DeviceName(name),
                Reading.of(model(name, function)),
                Optional.of(function.deviceNumber()),
                Reading.of(driver),
                numaNode(directory),
                iommuGroup(directory, name),
                hostInterface(directory, driver));
    }

    private PhysicalGpu otherParent(String name) {
        var directory = PARENTS + "/" + name;
        return new PhysicalGpu(
                new DeviceName(name),
                Reading.of(name),
                Optional.empty(),
                Reading.of(files.linkedName(directory + "/driver")),
                Reading.of(OptionalInt.empty()),
                iommuGroup(directory, name),
                offered(types.read(directory)));
    }

    /**
     * The driver's own word for the model, else the PCI id list's. «NVIDIA Graphics Device» is what
     * the driver calls a card that it does not know.
     */
    private String model(String name, PciFunction function) {
        var information =
                files.text("/proc/driver/nvidia/gpus/" + name + "/information").orElse("");
        for (var line : information.split("\n", -1)) {
            var value = line.substring(line.indexOf(':') + 1).strip();
            if (line.startsWith("Model:") && !value.endsWith("Graphics Device")) {
                return value;
            }
        }
        return PciIds.of(files)
                .nameOf(function.vendor(), function.device())
                .orElse("NVIDIA " + function.vendor() + ":" + function.device());
    }

    private Reading<OptionalInt> numaNode(String directory) {
        return files.attribute(directory + "/numa_node")
                .map(text -> TypeReader.number(text).filter(node -> node >= 0))
                .map(node -> node.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private Reading<Optional<IommuGroup>> iommuGroup(String directory, String name) {
        var number = files.linkedName(directory + "/iommu_group").flatMap(TypeReader::number);
        if (number.isEmpty()) {
            return Reading.of(Optional.empty());
        }
        var members = "/sys/kernel/iommu_groups/" + number.get() + "/devices";
        return files.names(members)
                .map(names -> Optional.of(new IommuGroup(number.get(), without(names, name))));
    }

    private static List<String> without(List<String> names, String name) {
        var others = new ArrayList<>(names);
        others.remove(name);
        return List.copyOf(others);
    }

    private HostInterface hostInterface(String directory, Optional<String> driver) {
        if (files.exists(directory + "/mdev_supported_types")) {
            return offered(types.read(directory));
        }
        if (!driver.equals(Optional.of("nvidia"))) {
            return new HostInterface.None(new Cause.WrongDriver(driver.orElse("")));
        }
        var possible = count(directory + "/sriov_totalvfs");
        var enabled = count(directory + "/sriov_numvfs");
        if (enabled > 0) {
            return onVirtualFunctions(directory, enabled);
        }
        return new HostInterface.None(
                possible > 0
                        ? new Cause.VirtualFunctionsOff(possible)
                        : new Cause.DriverWithoutVgpu());
    }

    /**
     * In the order of their numbers, {@code virtfn0} first: their addresses follow no fixed rule.
     */
    private HostInterface onVirtualFunctions(String directory, int enabled) {
        var functions = new ArrayList<VirtualFunction>();
        for (var number = 0; number < enabled; number++) {
            var link = directory + "/virtfn" + number;
            var name = files.linkedName(link).flatMap(DeviceName::parse);
            var offers = types.read(link).orElse(List.of());
            if (name.isPresent() && !offers.isEmpty()) {
                functions.add(new VirtualFunction(name.get(), offers));
            }
        }
        return functions.isEmpty()
                ? new HostInterface.None(new Cause.OnVirtualFunctions(enabled))
                : new HostInterface.MdevOnVirtualFunctions(functions);
    }

    private int count(String path) {
        return TypeReader.number(files.attribute(path).orElse("")).orElse(0);
    }

    private static HostInterface offered(Reading<List<TypeOffer>> offers) {
        return offers.map(GpuReader::offered)
                .orElseGet(why -> new HostInterface.None(new Cause.Unseen(why)));
    }

    private static HostInterface offered(List<TypeOffer> offers) {
        return offers.isEmpty()
                ? new HostInterface.None(new Cause.DriverWithoutVgpu())
                : new HostInterface.Mdev(offers);
    }
}
