package vgpuctl.linux.sysfs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.catalogue.KnownTypes;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostInterface;
import vgpuctl.core.inventory.HostInterface.Cause;
import vgpuctl.core.inventory.HostInterface.MdevOnVirtualFunctions.VirtualFunction;
import vgpuctl.core.inventory.IommuGroup;
import vgpuctl.core.inventory.Partition;
import vgpuctl.core.inventory.Partition.Functions;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.pci.Bdf;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.pciids.PciIds;

/**
 * Every NVIDIA GPU of a host, whatever driver holds it, and every other parent device of mediated
 * devices.
 */
public final class GpuReader {

    private static final String PCI_DEVICES = "/sys/bus/pci/devices";
    private static final String NVIDIA = "nvidia";
    private static final String PARENTS = "/sys/class/mdev_bus";

    private final HostFiles files;
    private final TypeReader types;
    private final VendorReader vendor;
    private final DriverModes modes;
    private Optional<PciIds> ids = Optional.empty();

    public GpuReader(HostFiles files, DriverModes modes) {
        this.files = files;
        this.types = new TypeReader(files);
        this.vendor = new VendorReader(files);
        this.modes = modes;
    }

    /**
     * In the order of their names.
     *
     * @param carrying the devices that have a mediated device
     * @param skipped what cannot be listed is added to it
     */
    public List<PhysicalGpu> read(Set<DeviceName> carrying, List<String> skipped) {
        var gpus = new ArrayList<PhysicalGpu>();
        var seen = new HashSet<String>();
        for (var name : names(PCI_DEVICES, skipped)) {
            var function = nvidiaGpu(name);
            if (function.isPresent()) {
                var gpu = pciGpu(name, function.get(), carrying);
                gpus.add(gpu);
                seen.add(name);
                for (var ofGpu : gpu.partition().functions().names()) {
                    seen.add(ofGpu.text());
                }
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

    private PhysicalGpu pciGpu(String name, PciFunction function, Set<DeviceName> carrying) {
        var directory = PCI_DEVICES + "/" + name;
        var driver = files.linkedName(directory + "/driver");
        var functions = functions(directory);
        var hostInterface = hostInterface(directory, function, driver, functions, carrying);
        return new PhysicalGpu(
                new DeviceName(name),
                Reading.of(model(name, function)),
                information(name, "GPU UUID:"),
                Optional.of(function.deviceNumber()),
                Optional.of(function.subsystemNumber()),
                Reading.of(driver),
                numaNode(directory),
                iommuGroup(directory, name),
                hostInterface,
                partition(name, function, driver, functions),
                memoryMib(name, driver, hostInterface));
    }

    private PhysicalGpu otherParent(String name) {
        var directory = PARENTS + "/" + name;
        return new PhysicalGpu(
                new DeviceName(name),
                Reading.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Reading.of(files.linkedName(directory + "/driver")),
                Reading.of(OptionalInt.empty()),
                iommuGroup(directory, name),
                offered(types.read(directory)),
                Partition.NONE,
                Reading.of(OptionalInt.empty()));
    }

    /**
     * The driver's own word for the model, else the PCI id list's. «NVIDIA Graphics Device» is what
     * the driver calls a card that it does not know.
     */
    private String model(String name, PciFunction function) {
        return information(name, "Model:")
                .filter(model -> !model.endsWith("Graphics Device"))
                .or(() -> ids().nameOf(function.vendor(), function.device()))
                .orElse("NVIDIA " + function.vendor() + ":" + function.device());
    }

    /** A list of more than a megabyte: read where it is needed, and once. */
    private PciIds ids() {
        if (ids.isEmpty()) {
            ids = Optional.of(PciIds.of(files));
        }
        return ids.get();
    }

    /** What NVIDIA's driver says of a GPU behind a label. */
    private Optional<String> information(String name, String label) {
        var text = files.text("/proc/driver/nvidia/gpus/" + name + "/information").orElse("");
        for (var line : text.split("\n", -1)) {
            var value = line.substring(line.indexOf(':') + 1).strip();
            if (line.startsWith(label) && !value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
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

    /**
     * Only a GPU with SR-IOV can be shared out in more than one way among vGPUs; MIG it may have
     * without. Who can have neither is not asked: the answer takes longer than all the rest.
     */
    private Partition partition(
            String name, PciFunction card, Optional<String> driver, Functions functions) {
        var isNvidias = driver.equals(Optional.of(NVIDIA));
        var isShared = isNvidias && functions.possible() > 0;
        var mayHaveMig = isShared || (isNvidias && isOfMigGeneration(card));
        return new Partition(
                functions,
                isShared ? modes.mixedSizes(name) : Reading.of(false),
                mayHaveMig ? modes.mig(name) : new Partition.Mig.NotThere());
    }

    private static boolean isOfMigGeneration(PciFunction card) {
        var architecture = Architecture.ofDevice(card.deviceNumber());
        return architecture.isPresent() && architecture.get().hasMig();
    }

    /** Of a GPU whose driver makes no vGPUs. */
    private Reading<OptionalInt> memoryMib(
            String name, Optional<String> driver, HostInterface hostInterface) {
        var isAsked =
                driver.equals(Optional.of(NVIDIA))
                        && hostInterface instanceof HostInterface.None none
                        && none.cause() instanceof Cause.DriverWithoutVgpu;
        return isAsked
                ? modes.memoryMib(name).map(OptionalInt::of)
                : Reading.of(OptionalInt.empty());
    }

    /** Their addresses follow no fixed rule: the links {@code virtfnN} say them. */
    private Functions functions(String directory) {
        var possible = count(directory + "/sriov_totalvfs");
        var enabled = possible == 0 ? 0 : count(directory + "/sriov_numvfs");
        var names = new ArrayList<DeviceName>();
        for (var number = 0; number < enabled; number++) {
            files.linkedName(directory + "/virtfn" + number)
                    .flatMap(DeviceName::parse)
                    .ifPresent(names::add);
        }
        return new Functions(
                possible,
                enabled,
                enabled > 0 ? List.copyOf(names) : foreseen(directory, possible));
    }

    /** Where the functions will be, counted in functions from the GPU's own. */
    private List<DeviceName> foreseen(String directory, int possible) {
        var first = count(directory + "/sriov_offset");
        var stride = count(directory + "/sriov_stride");
        var own = Bdf.parse(directory.substring(directory.lastIndexOf('/') + 1));
        if (first == 0 || stride == 0 || own.isEmpty()) {
            return List.of();
        }
        var names = new ArrayList<DeviceName>();
        for (var number = 0; number < possible; number++) {
            own.get().plus(first + number * stride).map(DeviceName::of).ifPresent(names::add);
        }
        return List.copyOf(names);
    }

    private HostInterface hostInterface(
            String directory,
            PciFunction function,
            Optional<String> driver,
            Functions functions,
            Set<DeviceName> carrying) {
        if (files.exists(directory + "/mdev_supported_types")) {
            return offered(types.read(directory));
        }
        if (!driver.equals(Optional.of(NVIDIA))) {
            return new HostInterface.None(new Cause.WrongDriver(driver.orElse("")));
        }
        if (functions.enabled() > 0) {
            return onVirtualFunctions(function, functions, carrying);
        }
        return new HostInterface.None(
                functions.possible() > 0
                        ? new Cause.VirtualFunctionsOff(functions.possible())
                        : new Cause.DriverWithoutVgpu());
    }

    private HostInterface onVirtualFunctions(
            PciFunction card, Functions functions, Set<DeviceName> carrying) {
        var withMdev = new ArrayList<VirtualFunction>();
        var withFiles = new LinkedHashMap<DeviceName, String>();
        var offers = new FunctionOffers(types);
        for (var name : functions.names()) {
            var function = PCI_DEVICES + "/" + name;
            if (withMdev.isEmpty() && vendor.isThere(function)) {
                withFiles.put(name, function);
                continue;
            }
            var offered = offers.of(function, carrying.contains(name));
            if (!offered.isEmpty()) {
                withMdev.add(new VirtualFunction(name, offered));
            }
        }
        if (!withFiles.isEmpty()) {
            return vendor.read(withFiles, known(card));
        }
        return withMdev.isEmpty()
                ? new HostInterface.None(new Cause.OnVirtualFunctions(functions.enabled()))
                : HostInterface.MdevOnVirtualFunctions.of(withMdev);
    }

    /** By our own tables alone: to read the driver's database takes longer than all the rest. */
    private static KnownTypes known(PciFunction card) {
        return KnownTypes.of(
                Catalogue.ofProject(),
                Optional.empty(),
                card.deviceNumber(),
                card.subsystemNumber());
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
