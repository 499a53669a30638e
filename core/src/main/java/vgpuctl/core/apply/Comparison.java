package vgpuctl.core.apply;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vgpuctl.core.apply.Matching.Match;
import vgpuctl.core.apply.OnHost.OnGpu;
import vgpuctl.core.inventory.Claim;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutPositions;
import vgpuctl.core.layout.MigWish;

/**
 * How a host differs from a layout.
 *
 * @param differences in the order of the layout
 * @param notes vGPUs that the layout does not name, a sentence each
 */
public record Comparison(List<Difference> differences, List<String> notes) {

    /** Compares; what is not said in the layout is no difference. */
    public static Comparison of(
            HostSnapshot host,
            Layout layout,
            LayoutPositions positions,
            Function<PhysicalGpu, Reading<Scheduler>> schedulers) {
        var onHost = OnHost.of(host, layout, positions);
        var matching = Matching.of(host, onHost.gpus());
        var differences = new ArrayList<Difference>();
        for (var onGpu : onHost.gpus()) {
            differences.addAll(ofGpu(onGpu, schedulers));
        }
        matching.remade().forEach(match -> match.whyRemade(host).ifPresent(differences::add));
        matching.missing()
                .forEach(wanted ->
                        differences.add(
                                new Difference.Missing(
                                        wanted.gpu(),
                                        wanted.label(),
                                        Matching.words(wanted.wish()))));
        matching.kept().forEach(match -> differences.addAll(ofVgpu(host, match)));
        var notes = new ArrayList<String>();
        matching.unnamed()
                .forEach(vgpu ->
                        notes.add(
                                vgpu.label()
                                        + " ("
                                        + vgpu.typeToken()
                                        + ") on "
                                        + vgpu.parent()
                                        + " is not in the layout"));
        return new Comparison(List.copyOf(differences), List.copyOf(notes));
    }

    /** What of a GPU as a whole is not as it should be. */
    static List<Difference> ofGpu(
            OnGpu onGpu, Function<PhysicalGpu, Reading<Scheduler>> schedulers) {
        var gpu = onGpu.gpu();
        var differences = new ArrayList<Difference>();
        onGpu.wish()
                .mode()
                .filter(mode -> mode != mode(gpu))
                .ifPresent(mode ->
                        differences.add(
                                new Difference.OfGpu(
                                        gpu, "its mode", mode(gpu).word(), mode.word())));
        instancesDiffer(onGpu).ifPresent(differences::add);
        onGpu.wish()
                .scheduler()
                .ifPresent(should -> {
                    var is = schedulers.apply(gpu);
                    if (!is.equals(Reading.of(should))) {
                        differences.add(
                                new Difference.OfGpu(
                                        gpu,
                                        "its scheduler",
                                        is.map(Scheduler::word).orElse("unknown"),
                                        should.word()));
                    }
                });
        return differences;
    }

    static GpuMode mode(PhysicalGpu gpu) {
        if (gpu.partition().mig().isOn()) {
            return GpuMode.MIG;
        }
        return gpu.partition().mixedSizes().orElse(false) ? GpuMode.MIXED_SIZE : GpuMode.EQUAL_SIZE;
    }

    /** Every profile that is wished, once for each instance. */
    static List<String> profiles(List<MigWish> wishes) {
        var profiles = new ArrayList<String>();
        wishes.forEach(wish -> profiles.addAll(Collections.nCopies(wish.count(), wish.profile())));
        Collections.sort(profiles);
        return profiles;
    }

    private static Optional<Difference> instancesDiffer(OnGpu onGpu) {
        if (onGpu.wish().mig().isEmpty()) {
            return Optional.empty();
        }
        var should = profiles(onGpu.wish().mig());
        var is =
                onGpu.gpu().partition().mig().all().stream()
                        .map(instance -> instance.profile())
                        .sorted()
                        .toList();
        return is.equals(should)
                ? Optional.empty()
                : Optional.of(
                        new Difference.OfGpu(
                                onGpu.gpu(),
                                "its GPU instances",
                                is.isEmpty() ? "none" : String.join(" ", is),
                                String.join(" ", should)));
    }

    /** What of a vGPU that can be kept is not as it should be. */
    static List<Difference> ofVgpu(HostSnapshot host, Match match) {
        var vgpu = match.vgpu();
        var wanted = match.wanted();
        var differences = new ArrayList<Difference>();
        add(differences, match, "its state", state(vgpu.active()), state(wanted.life().active()));
        if (wanted.isToBeDefined() && !vgpu.isDefined()) {
            add(differences, match, "its definition", "missing", "there");
        }
        if (vgpu.isDefined()) {
            add(
                    differences,
                    match,
                    "autostart",
                    onOff(vgpu.isAutostart()),
                    onOff(wanted.life().autostart()));
        }
        add(
                differences,
                match,
                "its parameters",
                text(said(vgpu.parameters(), wanted)),
                text(wanted.parameters()));
        wanted.owner()
                .ifPresent(owner ->
                        add(differences, match, "its owner", vgpu.owner().orElse("none"), owner));
        wanted.vm()
                .filter(vm -> !hasIt(host, match, vm))
                .ifPresent(vm -> add(differences, match, "its VM", vms(host, match), vm));
        return differences;
    }

    /** A placement id that we or the driver chose is no setting of the layout's. */
    static Parameters said(Parameters there, Wanted wanted) {
        var isPlaced = wanted.parameters().value(Parameters.PLACEMENT_ID).isPresent();
        return isPlaced ? there : there.without(Parameters.PLACEMENT_ID);
    }

    /** In its configuration, or meant for it where there is no such VM yet. */
    static boolean hasIt(HostSnapshot host, Match match, String vm) {
        var domains = host.domains().orElse(List.of());
        var domain = domains.stream().filter(d -> d.name().equals(vm)).findFirst();
        var claim = match.vgpu().record().map(VgpuRecord::claim).flatMap(Claim::vm);
        var isKept = claim.equals(Optional.of(vm));
        return domain.map(d -> d.has(match.vgpu().device()) || isOnlyKept(match, isKept))
                .orElse(isKept);
    }

    /** A vGPU that is not to be there cannot be given; it is kept for its VM. */
    private static boolean isOnlyKept(Match match, boolean isKept) {
        return isKept && !match.wanted().life().active();
    }

    private static String vms(HostSnapshot host, Match match) {
        var names = host.domainsWith(match.vgpu()).stream().map(Domain::name).toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static void add(
            List<Difference> differences, Match match, String what, String is, String should) {
        if (!is.equals(should)) {
            differences.add(new Difference.OfVgpu(match.vgpu(), what, is, should, false));
        }
    }

    private static String state(boolean active) {
        return active ? "active" : "inactive";
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    private static String text(Parameters parameters) {
        return parameters.isEmpty() ? "none" : parameters.text();
    }

    static Optional<Definition> definition(Match match) {
        return match.vgpu().definition().orElse(Optional.empty());
    }
}
