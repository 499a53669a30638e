package vgpuctl.core.mdev;

import java.util.Locale;
import java.util.Optional;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostInterface;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.plan.Select;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.VgpuType;

/** A parent that somebody named, on the host, with the first sentences that mdevctl would say. */
record MdevSite(HostSnapshot host, PhysicalGpu gpu, DeviceName name) {

    /** mdevctl's own folder beside those of the parents. */
    private static final String SCRIPTS = "scripts.d";

    /** The name alone: it becomes a folder's, and must not lead out of where folders are. */
    static DeviceName name(String text) {
        return DeviceName.parse(text)
                .filter(name -> !name.text().equals(SCRIPTS))
                .orElseThrow(() ->
                        new Problem.BadInput(
                                        notFound(text),
                                        "a parent is named as the kernel names it, without a path:"
                                                + " 'types' lists them")
                                .thrown());
    }

    static MdevSite of(HostSnapshot host, String text) {
        var name = name(text);
        return find(host, name).orElseThrow(() -> unknown(host, text, name).thrown());
    }

    /** The place of a device whose parent may be gone. */
    static Optional<MdevSite> find(HostSnapshot host, DeviceName name) {
        return host.gpuOf(name).map(gpu -> new MdevSite(host, gpu, name));
    }

    private static String notFound(String text) {
        return "Unable to find parent device '" + text + "'";
    }

    private static Problem unknown(HostSnapshot host, String text, DeviceName name) {
        for (var gpu : host.gpus()) {
            if (lower(gpu.name().text()).equals(lower(name.text()))) {
                return new Problem.NotFound(
                        notFound(text) + ". Did you mean '" + gpu.name() + "'?",
                        "names are the kernel's, letter by letter");
            }
        }
        return new Problem.NotFound(notFound(text), "'types' lists those of this host");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Whether vGPUs are kept by us here, since mdevctl can keep none. */
    boolean isKeptByUs() {
        return gpu.hostInterface().isKeptByUs();
    }

    /** The parent as it offers types now; empty where it offers none. */
    private Optional<MdevParent> offering() {
        return MdevParent.of(host, new MdevFilter(Optional.empty(), Optional.of(name.text())))
                .stream()
                .findFirst();
    }

    /** Nothing is offered at all, by no function of it: nothing can be said of its types. */
    private boolean isSilent() {
        return gpu.hostInterface().obstacle().isPresent();
    }

    /**
     * The type of a definition: also one that is full now, and any where the driver is not up.
     *
     * @param text its id or its name
     */
    TypeId typeToKeep(String text) {
        if (isSilent()) {
            return id(text);
        }
        registered();
        return type(text).id().orElseThrow(() -> noInstances(text, "").thrown());
    }

    /** The type of a device that is to be made now. */
    TypeId typeToMake(String text) {
        var parent = registered();
        var type = type(text);
        for (var offer : parent.offers()) {
            if (offer.type().id().equals(type.id())) {
                refuseFull(text, offer);
                return offer.type().id().orElseThrow();
            }
        }
        throw (type.id().isEmpty() ? noInstances(text, "") : unsupported(text)).thrown();
    }

    private void refuseFull(String text, TypeOffer offer) {
        if (offer.available().orElse(1) == 0) {
            var ofGpu = Select.offer(gpu, text).orElse(offer);
            var why = Capacity.of(host, gpu, ofGpu).whyNone().orElse("");
            throw noInstances(text, why).thrown();
        }
    }

    private Problem noInstances(String text, String why) {
        return new Problem.NoRoom(
                "No available instances of " + text + " on " + name,
                why.isEmpty() ? "'types' shows what fits now" : why);
    }

    private MdevParent registered() {
        return offering()
                .orElseThrow(() ->
                        new Problem.HostNotReady(
                                        "Parent "
                                                + name
                                                + " is not currently registered for mdev support",
                                        whyNot())
                                .thrown());
    }

    private String whyNot() {
        return gpu.hostInterface() instanceof HostInterface.None(var cause)
                ? Select.notReady(name, cause).reason()
                : "its vGPUs are made on its virtual functions: 'types' lists them";
    }

    VgpuType type(String text) {
        return Select.offer(gpu, text).orElseThrow(() -> unsupported(text).thrown()).type();
    }

    private Problem unsupported(String text) {
        return new Problem.NotFound(
                "Parent " + name + " does not support mdev type " + text,
                "'types -p " + name + "' lists those that it has");
    }

    static TypeId id(String text) {
        if (!TypeId.isSafe(text)) {
            throw new Problem.BadInput(
                            "'" + text + "' names no mdev type", "write it as in nvidia-286")
                    .thrown();
        }
        return new TypeId(text);
    }
}
