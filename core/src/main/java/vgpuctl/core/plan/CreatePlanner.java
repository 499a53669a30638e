package vgpuctl.core.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.inventory.DefinitionText;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.problem.Problem;

/** Plans new vGPUs: our record first, then the definition, then the hardware. */
public final class CreatePlanner {

    private final HostSnapshot host;
    private final CreateWish wish;
    private final Set<String> names = new HashSet<>();
    private final Set<UUID> uuids = new HashSet<>();

    private CreatePlanner(HostSnapshot host, CreateWish wish) {
        this.host = host;
        this.wish = wish;
        for (var vgpu : host.vgpus()) {
            names.add(vgpu.label().toLowerCase(Locale.ROOT));
            uuids.add(vgpu.uuid());
        }
    }

    public static Plan plan(HostSnapshot host, CreateWish wish) {
        return new CreatePlanner(host, wish).plan();
    }

    private Plan plan() {
        if (wish.uuids().size() > wish.count()) {
            throw new Problem.BadInput(
                            wish.uuids().size() + " UUIDs for " + wish.count() + " vGPUs",
                            "give --uuid once for each vGPU, or --count " + wish.uuids().size())
                    .thrown();
        }
        var asked = wish.gpu().map(text -> List.of(Select.gpu(host, text))).orElse(host.gpus());
        var choice = GpuChoice.among(host, Select.ready(asked), wish);
        var steps = new ArrayList<Step>();
        for (var i = 0; i < wish.count(); i++) {
            steps.addAll(stepsOf(choice, newRecord(choice, i)));
        }
        return Plan.toUndo(steps, notes(choice));
    }

    private List<String> notes(GpuChoice choice) {
        var notes = new ArrayList<String>();
        if (wish.gpu().isEmpty() && host.gpus().size() > 1) {
            notes.add("chose " + choice.gpu().name() + ": " + choice.why());
        }
        if (wish.life().autostart()) {
            host.autostartFault().ifPresent(notes::add);
        }
        return notes;
    }

    private List<Step> stepsOf(GpuChoice choice, VgpuRecord record) {
        var type = choice.offer().type().id();
        var parent = choice.gpu().name();
        var steps = new ArrayList<Step>();
        steps.add(new Step.ChangeRecord(record.uuid(), Optional.empty(), Optional.of(record)));
        if (wish.life().defined()) {
            var text = DefinitionText.of(type, wish.life().autostart());
            steps.add(
                    new Step.ChangeDefinition(
                            parent, record.uuid(), Optional.empty(), Optional.of(text)));
        }
        if (wish.life().active()) {
            steps.add(new Step.CreateMdev(parent, type, record.uuid()));
        }
        return steps;
    }

    private VgpuRecord newRecord(GpuChoice choice, int index) {
        var type = choice.offer().type();
        var name = wish.name().map(given -> givenName(given, index));
        var beginning = type.token().toLowerCase(Locale.ROOT).replace(' ', '-');
        var chosen = name.orElseGet(() -> freeName(beginning, index));
        var uuid = index < wish.uuids().size() ? wish.uuids().get(index) : derivedUuid(chosen);
        claim(chosen, uuid);
        return new VgpuRecord(uuid, chosen, choice.gpu().name(), type.name(), Optional.empty());
    }

    private String givenName(String given, int index) {
        return wish.count() == 1 ? given : given + "-" + (index + 1);
    }

    private String freeName(String beginning, int index) {
        for (var number = 1; ; number++) {
            var name = beginning + "-" + number;
            var uuidIsGiven = index < wish.uuids().size();
            if (!names.contains(name) && (uuidIsGiven || !uuids.contains(derivedUuid(name)))) {
                return name;
            }
        }
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
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw new Problem.Conflict(
                            "a vGPU named '" + name + "' is on this host already",
                            "choose another --name")
                    .thrown();
        }
        if (!uuids.add(uuid)) {
            var where = host.vgpu(uuid).map(Vgpu::parent).map(p -> " on " + p).orElse("");
            throw new Problem.Conflict(
                            "a vGPU with the UUID " + uuid + " is there already" + where,
                            "leave --uuid out, or choose another --name or --uuid")
                    .thrown();
        }
    }
}
