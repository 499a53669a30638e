package vgpuctl.core.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.inventory.Claim;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.GpuMaps;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Location;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecord.Kept;
import vgpuctl.core.inventory.VgpuRecord.Start;
import vgpuctl.core.placement.FramebufferMap;
import vgpuctl.core.plan.AttachPlanner.AttachWish;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;

/** Plans new vGPUs: our record first, then the definition, then the hardware. */
public final class CreatePlanner {

    private final HostSnapshot host;
    private final CreateWish wish;
    private final Inquiry inquiry;
    private final TakenNames names;
    private final Set<UUID> uuids = new HashSet<>();
    private final Set<DeviceName> places = new HashSet<>();

    private CreatePlanner(HostSnapshot host, CreateWish wish, Inquiry inquiry) {
        this.host = host;
        this.wish = wish;
        this.inquiry = inquiry;
        this.names = new TakenNames(host);
        host.vgpus().forEach(vgpu -> uuids.add(vgpu.uuid()));
    }

    /** Plans what is wished. */
    public static Plan plan(HostSnapshot host, CreateWish wish, Inquiry inquiry) {
        return outcome(host, wish, inquiry).plan();
    }

    /**
     * What comes of it.
     *
     * @param later the host as it will be, for deciding what comes after it
     * @param vgpus the new ones; none where the plan is a preparation
     */
    public record Outcome(Plan plan, HostSnapshot later, List<Vgpu> vgpus) {}

    /** The same plan, and what the host is like afterwards. */
    public static Outcome outcome(HostSnapshot host, CreateWish wish, Inquiry inquiry) {
        return new CreatePlanner(host, wish, inquiry).plan();
    }

    private Outcome plan() {
        if (wish.uuids().size() > wish.count()) {
            throw tooMany("UUIDs", "--uuid", wish.uuids().size()).thrown();
        }
        if (wish.vms().size() > wish.count()) {
            throw tooMany("VMs", "--vm", wish.vms().size()).thrown();
        }
        refuseOnePlaceForSeveral();
        var asked = wish.gpu().map(text -> List.of(Select.gpu(host, text))).orElse(host.gpus());
        var obstacle = GpuChoice.obstacle(host, asked, wish, inquiry);
        if (obstacle.isPresent()) {
            var preparation =
                    wish.life().active()
                            ? Preparation.of(host, asked, wish)
                            : Optional.<Plan>empty();
            return new Outcome(
                    preparation.orElseThrow(() -> obstacle.get().thrown()), host, List.of());
        }
        var choices = GpuChoice.among(host, asked, wish);
        choices.forEach(c -> PluginParameter.refuseUnfit(wish.parameters(), c.offer().type()));
        var plan = Plan.toUndo(List.of(), notes(choices));
        var later = host;
        var vgpus = new ArrayList<Vgpu>();
        for (var i = 0; i < wish.count(); i++) {
            var choice = choices.get(i);
            var vgpu = newVgpu(later, choice, i);
            plan = plan.and(creation(vgpu));
            vgpus.add(vgpu);
            later = later.with(vgpu);
            if (i < wish.vms().size()) {
                var vm = wish.vms().get(i);
                plan = plan.and(gift(later, choice, vgpu, vm));
                later = later.giving(vgpu.device(), vm);
            }
        }
        return new Outcome(plan, later, List.copyOf(vgpus));
    }

    private Problem tooMany(String what, String option, int given) {
        return new Problem.BadInput(
                given + " " + what + " for " + wish.count() + " vGPUs",
                "give " + option + " once for each vGPU, or --count " + given);
    }

    private void refuseOnePlaceForSeveral() {
        var place = wish.parameters().value(Parameters.PLACEMENT_ID);
        if (place.isPresent() && wish.count() > 1) {
            throw new Problem.BadInput(
                            "one place, "
                                    + Parameters.PLACEMENT_ID
                                    + "="
                                    + place.get()
                                    + ", is not for "
                                    + wish.count()
                                    + " vGPUs",
                            "leave it out: vgpuctl chooses places that keep the largest ones free")
                    .thrown();
        }
    }

    private Plan gift(HostSnapshot later, GpuChoice choice, Vgpu vgpu, String vm) {
        var everything = new AttachWish(Set.of(), false, false);
        return AttachPlanner.attach(
                later,
                vgpu,
                Select.domain(later, vm),
                inquiry.multiVgpuRule(choice.gpu()),
                everything);
    }

    private List<String> notes(List<GpuChoice> choices) {
        var notes = new ArrayList<String>();
        if (wish.gpu().isEmpty() && host.gpus().size() > 1) {
            for (var choice : new LinkedHashSet<>(choices)) {
                notes.add("chose " + choice.gpu().name() + ": " + choice.why());
            }
        }
        if (wish.life().autostart()) {
            host.autostartFault().ifPresent(notes::add);
        }
        notes.addAll(PluginParameter.notes(wish.parameters()));
        return notes;
    }

    private Plan creation(Vgpu vgpu) {
        var type = vgpu.resolved().flatMap(VgpuType::id).orElseThrow();
        var steps = new ArrayList<Step>();
        steps.add(new Step.ChangeRecord(vgpu.uuid(), Optional.empty(), vgpu.record()));
        steps.addAll(LifeSteps.of(vgpu).creation(type, wish.life()));
        return Plan.toUndo(steps, List.of());
    }

    /** A virtual function takes one vGPU; one that a definition waits for is left to it. */
    private DeviceName place(GpuChoice choice) {
        var gpu = choice.gpu();
        var taken = new HashSet<>(places);
        host.vgpusOn(gpu).forEach(vgpu -> taken.add(vgpu.parent()));
        var type = choice.offer().type();
        var place =
                gpu.hostInterface()
                        .placeFor(gpu.name(), type.id().orElseThrow(), taken)
                        .orElseThrow(() -> noFreeFunction(gpu, type).thrown());
        places.add(place);
        return place;
    }

    private static Problem noFreeFunction(PhysicalGpu gpu, VgpuType type) {
        return new Problem.NoRoom(
                "no virtual function of " + gpu.name() + " is free for a " + type.token(),
                "remove a vGPU or a definition that holds one: vgpuctl list");
    }

    /** The vGPU as it will be. */
    private Vgpu newVgpu(HostSnapshot later, GpuChoice choice, int index) {
        var type = choice.offer().type();
        var parent = place(choice);
        var name = wish.name().map(given -> givenName(given, index));
        var chosen = name.orElseGet(() -> freeName(type.name(), index));
        var uuid = index < wish.uuids().size() ? wish.uuids().get(index) : derivedUuid(chosen);
        claim(chosen, uuid);
        var vm = wish.vms().stream().skip(index).findFirst();
        var kept = choice.gpu().hostInterface().isKeptByUs();
        var parameters = parameters(later, choice);
        return new Vgpu(
                uuid,
                parent,
                choice.gpu().hostInterface().deviceOn(parent, uuid),
                Reading.of(type.id().orElseThrow()),
                Optional.of(type),
                wish.life().active(),
                Reading.of(Optional.empty()),
                Optional.of(
                        new VgpuRecord(
                                uuid,
                                chosen,
                                parent,
                                type.name(),
                                Claim.of(vm, wish.owner()),
                                kept ? Optional.of(kept(parameters)) : Optional.empty())),
                parameters,
                Location.of(parameters));
    }

    /**
     * In mixed-size mode a place is chosen that keeps the largest ones free; the driver would take
     * the first.
     */
    private Parameters parameters(HostSnapshot later, GpuChoice choice) {
        var gpu = choice.gpu();
        if (!wish.life().active() || !gpu.partition().mixedSizes().orElse(false)) {
            return wish.parameters();
        }
        var map = GpuMaps.framebuffer(later, gpu).map(Optional::of).orElse(Optional.empty());
        var type = choice.offer().type();
        if (wish.parameters().value(Parameters.PLACEMENT_ID).isPresent()) {
            map.ifPresent(known -> refuseTakenPlace(known, choice));
            return wish.parameters();
        }
        var id =
                map.flatMap(known -> known.size(GpuMaps.sizeGib(type)).map(known::bestChoice))
                        .orElse(OptionalInt.empty());
        return id.isEmpty()
                ? wish.parameters()
                : wish.parameters().with(Parameters.PLACEMENT_ID, Integer.toString(id.getAsInt()));
    }

    /** The driver would make the vGPU and refuse the start of its VM. */
    private void refuseTakenPlace(FramebufferMap map, GpuChoice choice) {
        var wished = wish.parameters().value(Parameters.PLACEMENT_ID).orElseThrow();
        var type = choice.offer().type();
        var free = map.size(GpuMaps.sizeGib(type)).map(map::creatable).orElse(List.of());
        if (free.stream().noneMatch(id -> wished.equals(Integer.toString(id)))) {
            var places = free.stream().map(id -> Integer.toString(id)).toList();
            throw new Problem.NoRoom(
                            "no "
                                    + type.token()
                                    + " can lie at "
                                    + wished
                                    + " on "
                                    + choice.gpu().name()
                                    + " now, only at "
                                    + String.join(", ", places),
                            "take one of these, or leave "
                                    + Parameters.PLACEMENT_ID
                                    + " out; 'vgpuctl gpus --map' shows what lies where")
                    .thrown();
        }
    }

    /** Our own definition, for a vGPU that mdevctl cannot keep. */
    private Kept kept(Parameters parameters) {
        var life = wish.life();
        var start = life.autostart() ? Start.AUTO : Start.MANUAL;
        return new Kept(
                life.defined() ? Optional.of(start) : Optional.empty(),
                parameters,
                life.active() ? Optional.of(host.boot().orElse("")) : Optional.empty());
    }

    private String givenName(String given, int index) {
        return wish.count() == 1 ? given : given + "-" + (index + 1);
    }

    private String freeName(TypeName type, int index) {
        var uuidIsGiven = index < wish.uuids().size();
        return names.free(type, name -> uuidIsGiven || !uuids.contains(derivedUuid(name)));
    }

    /**
     * The same name on the same host is the same UUID, so that a VM that refers to a vGPU stays
     * valid when the vGPU is made again.
     */
    private UUID derivedUuid(String name) {
        var source = "vgpuctl/" + host.machineId().orElse("") + "/" + name;
        return UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8));
    }

    private void claim(String name, UUID uuid) {
        names.take(name);
        if (!uuids.add(uuid)) {
            var where = host.vgpu(uuid).map(Vgpu::parent).map(p -> " on " + p).orElse("");
            throw new Problem.Conflict(
                            "a vGPU with the UUID " + uuid + " is there already" + where,
                            "leave --uuid out, or choose another --name or --uuid")
                    .thrown();
        }
    }
}
