package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.BoardType;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fit.Card;
import vgpuctl.core.fit.CardModel;
import vgpuctl.core.fit.CardType;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.fit.Cut;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fit.Resident;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.GpuMaps;
import vgpuctl.core.inventory.HostInterface;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Partition.Instance;
import vgpuctl.core.inventory.Partition.Mig;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.core.placement.SupportedPlacements;
import vgpuctl.core.type.VgpuType;

/** A GPU of a host as planning sees it. */
final class FitCard {

    private final HostSnapshot host;
    private final PhysicalGpu gpu;
    private final Optional<MigCard> mig;
    private final List<Vgpu> active;

    private FitCard(HostSnapshot host, PhysicalGpu gpu) {
        this.host = host;
        this.gpu = gpu;
        this.mig = GpuMaps.migCard(gpu);
        this.active = host.activeOn(gpu);
    }

    /**
     * A card; unknown with a clause where nothing can be planned on it.
     *
     * @param scheduler how its time is shared
     */
    static Reading<Card> of(HostSnapshot host, PhysicalGpu gpu, Reading<Scheduler> scheduler) {
        return new FitCard(host, gpu).card(scheduler);
    }

    private Reading<Card> card(Reading<Scheduler> scheduler) {
        if (!canMakeVgpus()) {
            return Reading.unknown("offers no vGPUs now");
        }
        return cut().map(cut ->
                new Card(gpu.name().text(), model(), cut, barred(scheduler), freeFunctions()));
    }

    /** Or could, once its virtual functions are enabled. */
    private boolean canMakeVgpus() {
        return !gpu.offers().isEmpty()
                || gpu.hostInterface()
                        .equals(
                                new HostInterface.None(
                                        new HostInterface.Cause.VirtualFunctionsOff(
                                                gpu.partition().functions().possible())));
    }

    // ---- what it can be cut into ----

    private CardModel model() {
        var types = offered();
        var framebuffer =
                gpu.board()
                        .map(board -> board.framebufferGb())
                        .orElseGet(() -> Math.ceilDiv(gpu.framebufferMib().orElse(0), 1024));
        return new CardModel(
                gpu.model().orElse(gpu.name().text()),
                framebuffer,
                types.isEmpty() ? ofCatalogue() : types,
                mig,
                mixesSeries());
    }

    private List<CardType> ofCatalogue() {
        var board = gpu.board();
        return board.isEmpty()
                ? List.of()
                : CardType.ofBoard(board.get(), Catalogue.ofProject().typesOf(board.get()), mig);
    }

    /** What the driver offers; a type without a size or a maximum cannot be planned with. */
    private List<CardType> offered() {
        var types = new ArrayList<CardType>();
        for (var offer : gpu.offers()) {
            var type = offer.type();
            if (type.framebufferMib().orElse(0) > 0 && !isDropped(offer)) {
                slice(offer)
                        .ifPresent(slice ->
                                types.add(
                                        new CardType(
                                                type.name(),
                                                type.framebufferMib().getAsInt(),
                                                slice)));
            }
        }
        return types;
    }

    /** On an empty card the driver lists all the time-sliced types that it has. */
    private boolean isDropped(TypeOffer offer) {
        return offer.type().name().isGaming()
                || (gpu.hostInterface().isKeptByUs()
                        && active.isEmpty()
                        && !gpu.partition().mig().isOn()
                        && !offer.type().name().isMigBacked()
                        && offer.available().equals(Reading.of(0)));
    }

    private Optional<Slice> slice(TypeOffer offer) {
        var type = offer.type();
        if (type.name().isMigBacked()) {
            return mig.flatMap(card -> card.profileOf(type.name()))
                    .map(profile -> new Slice.OfInstance(profile, perInstance(type)));
        }
        var most = most(offer);
        return most == 0 ? Optional.empty() : Optional.of(new Slice.OfGpu(most, placements(type)));
    }

    /** The driver's count wins over the maximum, where it counts the whole card. */
    private int most(TypeOffer offer) {
        var most = offer.type().description().maxInstances().orElse(0);
        if (gpu.hostInterface().countsFunctions() || active.isEmpty()) {
            return most;
        }
        var isOfSize = active.getFirst().framebufferMib().equals(offer.type().framebufferMib());
        return isOfSize ? Math.min(most, active.size() + offer.available().orElse(most)) : most;
    }

    private int perInstance(VgpuType type) {
        return boardType(type).map(known -> known.most().perInstance().orElse(1)).orElse(1);
    }

    private List<Integer> placements(VgpuType type) {
        return boardType(type)
                .flatMap(known -> SupportedPlacements.mixed(gpu.board().orElseThrow(), known))
                .map(SupportedPlacements::ids)
                .orElse(List.of());
    }

    private Optional<BoardType> boardType(VgpuType type) {
        return gpu.board().stream()
                .flatMap(board -> Catalogue.ofProject().typesOf(board).stream())
                .filter(known -> known.name().full().equals(type.name().full()))
                .findFirst();
    }

    /** A driver that takes one type only answers 0 for the others of its size. */
    private boolean mixesSeries() {
        if (active.isEmpty()) {
            return true;
        }
        var there = new HashSet<>(active.stream().map(Vgpu::typeToken).toList());
        var size = active.getFirst().framebufferMib();
        var ofSize =
                gpu.offers().stream()
                        .filter(offer -> offer.type().framebufferMib().equals(size))
                        .toList();
        var more = ofSize.stream().anyMatch(o -> there.contains(o.type().token()) && hasRoom(o));
        var others = ofSize.stream().filter(o -> !there.contains(o.type().token())).toList();
        return !more || others.isEmpty() || others.stream().anyMatch(this::hasRoom);
    }

    private boolean hasRoom(TypeOffer offer) {
        return Capacity.of(host, gpu, offer).count().orElse(1) > 0;
    }

    // ---- how it is cut ----

    private Reading<Cut> cut() {
        for (var vgpu : active) {
            if (vgpu.framebufferMib().isEmpty()) {
                return Reading.unknown("has a vGPU of unknown size, " + vgpu.label());
            }
        }
        if (gpu.partition().mig() instanceof Mig.Unseen(var why)) {
            return Reading.unknown("does not say how it is cut: " + why);
        }
        if (gpu.partition().mig().isOn()) {
            return instances();
        }
        return gpu.partition().mixedSizes().flatMap(mixed -> mixed ? mixed() : equal());
    }

    private Reading<Cut> equal() {
        var sizes = active.stream().map(Vgpu::framebufferMib).distinct().count();
        return sizes > 1
                ? Reading.unknown("has vGPUs of several sizes, though it is not in that mode")
                : Reading.of(new Cut.EqualSize(active.stream().map(this::resident).toList()));
    }

    private Reading<Cut> mixed() {
        var lying = new ArrayList<Cut.Lying>();
        for (var vgpu : active) {
            var placement = GpuMaps.placement(vgpu);
            if (placement.isEmpty()) {
                return Reading.unknown("does not say where " + vgpu.label() + " lies");
            }
            lying.add(new Cut.Lying(resident(vgpu), placement.get().id()));
        }
        return Reading.of(new Cut.MixedSize(lying));
    }

    private Reading<Cut> instances() {
        var left = new ArrayList<>(active);
        var instances = new ArrayList<Cut.Instance>();
        for (var instance : gpu.partition().mig().all()) {
            var profile = mig.flatMap(card -> card.profile(instance.profile()));
            if (profile.isEmpty()) {
                return Reading.unknown(
                        "has a GPU instance of an unknown profile, " + instance.profile());
            }
            var on = left.stream().filter(vgpu -> isOn(vgpu, instance, profile.get())).toList();
            var residents = on.stream().limit(profile.get().isShared() ? on.size() : 1).toList();
            left.removeAll(residents);
            instances.add(
                    new Cut.Instance(
                            new GpuInstance(profile.get(), instance.start()),
                            false,
                            residents.stream().map(this::resident).toList()));
        }
        return left.isEmpty()
                ? Reading.of(new Cut.Mig(instances))
                : Reading.unknown(
                        "does not say on which instance " + left.getFirst().label() + " is");
    }

    /** By the instance that it names, else by the profile that carries its type. */
    private boolean isOn(Vgpu vgpu, Instance instance, MigProfile profile) {
        var named = vgpu.location().gpuInstance();
        return named.isPresent()
                ? named.getAsInt() == instance.id()
                : vgpu.resolved()
                        .flatMap(type -> mig.flatMap(card -> card.profileOf(type.name())))
                        .equals(Optional.of(profile));
    }

    private Resident resident(Vgpu vgpu) {
        var isInUse = host.domainsWith(vgpu).stream().anyMatch(d -> d.hasLive(vgpu.device()));
        return new Resident(
                vgpu.label(),
                vgpu.resolved().orElseThrow().name(),
                vgpu.framebufferMib().orElseThrow(),
                !isInUse);
    }

    // ---- what it cannot be switched to ----

    private Map<Mode, String> barred(Reading<Scheduler> scheduler) {
        var barred = new EnumMap<Mode, String>(Mode.class);
        if (gpu.partition().functions().possible() == 0) {
            barred.put(Mode.MIXED_SIZE, "it has no virtual functions, which that mode needs");
            barred.put(Mode.MIG, "it has no virtual functions, which MIG-backed vGPUs need");
            return barred;
        }
        if (scheduler.equals(Reading.of(Scheduler.FIXED_SHARE))) {
            barred.put(Mode.MIXED_SIZE, "its scheduler is fixed-share");
        }
        if (gpu.partition().mixedSizes() instanceof Reading.Unknown<Boolean>(var why)) {
            barred.put(Mode.MIXED_SIZE, why);
        }
        if (gpu.partition().mig() instanceof Mig.NotThere) {
            barred.put(Mode.MIG, "the driver has no MIG mode for it");
        }
        return barred;
    }

    /** Definitions that wait for one keep it. */
    private OptionalInt freeFunctions() {
        var functions = gpu.partition().functions();
        if (functions.possible() == 0) {
            return OptionalInt.empty();
        }
        var taken = new HashSet<>(host.vgpusOn(gpu).stream().map(Vgpu::parent).toList());
        var there = functions.enabled() > 0 ? functions.enabled() : functions.possible();
        return OptionalInt.of(Math.max(0, there - taken.size()));
    }
}
