package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostInterface;
import vgpuctl.core.inventory.HostInterface.Cause;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.text.Nearest;
import vgpuctl.core.type.VgpuType;

/** Finds what a caller's words mean on a host, or says why they mean nothing there. */
public final class Select {

    private Select() {}

    /**
     * A physical GPU by its address in any notation, by that of one of its virtual functions, or a
     * parent device by its name.
     */
    public static PhysicalGpu gpu(HostSnapshot host, String text) {
        var name = DeviceName.parse(text).orElseThrow(() -> malformedAddress(text).thrown());
        return host.gpuOf(name).orElseThrow(() -> noSuchGpu(host, text, name).thrown());
    }

    /** The GPU that a vGPU is on or would be on. */
    public static PhysicalGpu gpuOf(HostSnapshot host, Vgpu vgpu) {
        return host.gpuOf(vgpu.parent())
                .filter(gpu -> isThere(gpu, vgpu))
                .orElseThrow(() ->
                        functionsOff(host, vgpu)
                                .orElseGet(
                                        () -> noSuchGpu(host, vgpu.parent().text(), vgpu.parent()))
                                .thrown());
    }

    /** A function of a GPU is foreseen also while none is enabled. */
    private static boolean isThere(PhysicalGpu gpu, Vgpu vgpu) {
        return gpu.name().equals(vgpu.parent())
                || gpu.partition().functions().enabled() > 0
                || gpu.partition().functions().possible() == 0;
    }

    /** Virtual functions are gone after a restart, until somebody enables them. */
    private static Optional<Problem> functionsOff(HostSnapshot host, Vgpu vgpu) {
        for (var gpu : host.gpus()) {
            if (gpu.hostInterface()
                    instanceof HostInterface.None(Cause.VirtualFunctionsOff(var possible))) {
                return Optional.of(
                        new Problem.HostNotReady(
                                vgpu.label()
                                        + " lives on the virtual function "
                                        + vgpu.parent()
                                        + ", which is not there: none of the "
                                        + possible
                                        + " of "
                                        + gpu.name()
                                        + " is enabled",
                                "enable them first: vgpuctl sriov enable " + gpu.name()));
            }
        }
        return Optional.empty();
    }

    private static Problem malformedAddress(String text) {
        return new Problem.BadInput(
                "'" + text + "' is not a GPU address",
                "write it as in 0000:82:00.0 or 82:00.0; 'vgpuctl gpus' lists those of this host");
    }

    private static Problem noSuchGpu(HostSnapshot host, String text, DeviceName name) {
        if (name.address().isEmpty()) {
            return malformedAddress(text);
        }
        if (host.gpus().isEmpty()) {
            return noGpus();
        }
        return new Problem.NotFound(
                "there is no GPU at " + name,
                "this host has " + words(host.gpus().stream().map(g -> g.name().text()).toList()));
    }

    static Problem noGpus() {
        return new Problem.HostNotReady(
                "no NVIDIA GPU is on this host",
                "look for the card with 'lspci -nn -d 10de:'; without one, try a simulated host:"
                        + " vgpuctl --host sim:tesla-p10 gpus");
    }

    /** Why a GPU offers no vGPUs, for those who want to make one. */
    public static Problem notReady(DeviceName gpu, Cause cause) {
        return switch (cause) {
            case Cause.WrongDriver(var driver) when driver.isEmpty() ->
                    new Problem.HostNotReady(
                            "no driver holds " + gpu, "load NVIDIA's vGPU driver: modprobe nvidia");
            case Cause.WrongDriver(var driver) ->
                    new Problem.HostNotReady(
                            gpu + " is held by " + driver + ", which makes no vGPUs",
                            "give it to NVIDIA's driver: driverctl unset-override "
                                    + gpu
                                    + ", or take it out of the options of "
                                    + driver);
            case Cause.DriverWithoutVgpu() ->
                    new Problem.HostNotReady(
                            "NVIDIA's driver on " + gpu + " offers no vGPU types",
                            "install the driver's vgpu-kvm package, and see whether it serves this"
                                    + " card: systemctl status nvidia-vgpud nvidia-vgpu-mgr");
            case Cause.VirtualFunctionsOff(var possible) ->
                    new Problem.HostNotReady(
                            "the vGPUs of "
                                    + gpu
                                    + " live on virtual functions, and none of its "
                                    + possible
                                    + " is enabled",
                            "enable them: vgpuctl sriov enable " + gpu);
            case Cause.OnVirtualFunctions(var enabled) ->
                    new Problem.HostNotReady(
                            "the vGPUs of "
                                    + gpu
                                    + " live on its "
                                    + enabled
                                    + " virtual functions, and none of them offers a type",
                            "see that NVIDIA's driver holds them ('lspci -nnk -d 10de:'), and that"
                                    + " its vGPU manager serves this card: systemctl status"
                                    + " nvidia-vgpud nvidia-vgpu-mgr");
            case Cause.Unseen(var why) ->
                    new Problem.HostNotReady(
                            "the vGPU types of " + gpu + " could not be read: " + why,
                            "run as root, or see what the kernel says: dmesg");
        };
    }

    /** A vGPU by its name, its UUID, or the beginning of its UUID where only one begins so. */
    public static Vgpu vgpu(HostSnapshot host, String text) {
        var wanted = text.toLowerCase(Locale.ROOT);
        var found = new ArrayList<Vgpu>();
        for (var vgpu : host.vgpus()) {
            if (vgpu.label().equalsIgnoreCase(text) || vgpu.uuid().toString().equals(wanted)) {
                return vgpu;
            }
            if (wanted.length() >= 4 && vgpu.uuid().toString().startsWith(wanted)) {
                found.add(vgpu);
            }
        }
        if (found.size() > 1) {
            throw new Problem.Ambiguous(text, found.stream().map(v -> v.uuid().toString()).toList())
                    .thrown();
        }
        if (found.isEmpty()) {
            throw noSuchVgpu(host, text).thrown();
        }
        return found.getFirst();
    }

    private static Problem noSuchVgpu(HostSnapshot host, String text) {
        var labels = host.vgpus().stream().map(Vgpu::label).toList();
        return new Problem.NotFound(
                "there is no vGPU '" + text + "'",
                labels.isEmpty()
                        ? "this host has none; make one: vgpuctl create TYPE"
                        : didYouMean(text, labels)
                                .orElse("'vgpuctl list' shows those of this host"));
    }

    /** What a GPU offers under a type's full name, its short name or its id. */
    public static Optional<TypeOffer> offer(PhysicalGpu gpu, String text) {
        return gpu.offers().stream().filter(offer -> isMeant(offer.type(), text)).findFirst();
    }

    private static boolean isMeant(VgpuType type, String text) {
        return isId(type, text)
                || type.token().equalsIgnoreCase(text)
                || type.name().full().equalsIgnoreCase(text);
    }

    private static boolean isId(VgpuType type, String text) {
        return type.id()
                .filter(id ->
                        id.text().equalsIgnoreCase(text) || id.suffix().equalsIgnoreCase(text))
                .isPresent();
    }

    static Problem noSuchType(List<PhysicalGpu> gpus, String text, Inquiry inquiry) {
        var dropped = droppedType(gpus, text, inquiry);
        if (dropped.isPresent()) {
            return dropped.get();
        }
        var known = new TreeSet<String>();
        for (var gpu : gpus) {
            gpu.offers().forEach(offer -> known.add(offer.type().token()));
        }
        return new Problem.NotFound(
                "no GPU here offers a type '" + text + "'",
                didYouMean(text, List.copyOf(known)).orElse("'vgpuctl types' lists those it has"));
    }

    /** A type of NVIDIA's that the driver which runs does not have; empty where it is none. */
    static Optional<Problem> droppedType(List<PhysicalGpu> gpus, String text, Inquiry inquiry) {
        for (var gpu : gpus) {
            var why = inquiry.whyNotOffered(gpu, text);
            if (why.isPresent()) {
                return Optional.of(
                        new Problem.NotFound(
                                gpu.name() + " does not offer " + text + ": " + why.get(),
                                "take one of the types that it has ('vgpuctl types'), or another"
                                        + " release of the driver"));
            }
        }
        return Optional.empty();
    }

    /** The GPUs that NVIDIA's driver holds and offers no types of. */
    static List<PhysicalGpu> withoutTypes(List<PhysicalGpu> gpus) {
        var none = new HostInterface.None(new Cause.DriverWithoutVgpu());
        return gpus.stream().filter(gpu -> gpu.hostInterface().equals(none)).toList();
    }

    /** The GPUs that can make vGPUs; a problem that says why where there is none. */
    static List<PhysicalGpu> ready(List<PhysicalGpu> gpus) {
        whyNotReady(gpus)
                .ifPresent(why -> {
                    throw why.thrown();
                });
        return gpus.stream().filter(gpu -> !gpu.offers().isEmpty()).toList();
    }

    /** Why none of them can make vGPUs; empty where one can. */
    static Optional<Problem> whyNotReady(List<PhysicalGpu> gpus) {
        return gpus.stream().allMatch(gpu -> gpu.offers().isEmpty())
                ? Optional.of(whyNoneReady(gpus))
                : Optional.empty();
    }

    private static Problem whyNoneReady(List<PhysicalGpu> gpus) {
        for (var gpu : gpus) {
            if (gpu.hostInterface() instanceof HostInterface.None(var cause)) {
                return notReady(gpu.name(), cause);
            }
        }
        return gpus.isEmpty()
                ? noGpus()
                : notReady(gpus.getFirst().name(), new Cause.DriverWithoutVgpu());
    }

    public static Domain domain(HostSnapshot host, String name) {
        return switch (host.domains()) {
            case Reading.Unknown<List<Domain>>(var why) ->
                    throw new Problem.HostNotReady(
                                    "the VMs of this host could not be read: " + why,
                                    "install and start libvirt, and run as root")
                            .thrown();
            case Reading.Known<List<Domain>>(var domains) ->
                    domains.stream()
                            .filter(domain -> domain.name().equals(name))
                            .findFirst()
                            .orElseThrow(() -> noSuchDomain(domains, name).thrown());
        };
    }

    private static Problem noSuchDomain(List<Domain> domains, String name) {
        var names = domains.stream().map(Domain::name).toList();
        return new Problem.NotFound(
                "libvirt has no VM '" + name + "'",
                didYouMean(name, names)
                        .orElse(
                                names.isEmpty()
                                        ? "it has none: define it first, with virsh define or"
                                                + " virt-install"
                                        : "it has " + words(names)));
    }

    private static Optional<String> didYouMean(String text, List<String> known) {
        var nearest = Nearest.to(text, known);
        return nearest.isEmpty()
                ? Optional.empty()
                : Optional.of("did you mean " + String.join(", ", nearest) + "?");
    }

    private static String words(List<String> names) {
        return names.size() <= 6
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 6)) + " and " + (names.size() - 6) + " more";
    }
}
