package vgpuctl.core.mdev;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import vgpuctl.core.inventory.Claim;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Location;
import vgpuctl.core.inventory.MdevConfig;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecord.Kept;
import vgpuctl.core.inventory.VgpuRecord.Start;
import vgpuctl.core.plan.CreateWish;
import vgpuctl.core.plan.LifeSteps;
import vgpuctl.core.plan.Owner;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Select;
import vgpuctl.core.plan.Step;
import vgpuctl.core.plan.Use;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeId;

/**
 * Plans what mdevctl's commands do. The sentences in which they are refused begin as mdevctl's do,
 * for those who look for them.
 */
public final class MdevPlanner {

    private final HostSnapshot host;
    private final MdevSight sight;
    private final boolean force;
    private final Function<Vgpu, Use> uses;

    /**
     * A planner for a host.
     *
     * @param force whether parents and types that are not there are taken on trust
     */
    public MdevPlanner(HostSnapshot host, boolean force, Function<Vgpu, Use> uses) {
        this.host = host;
        this.sight = new MdevSight(host);
        this.force = force;
        this.uses = uses;
    }

    public MdevPlan plan(MdevWish wish) {
        return switch (wish) {
            case MdevWish.Define define -> define(define);
            case MdevWish.Undefine undefine -> undefine(undefine);
            case MdevWish.Modify modify -> modify(modify);
            case MdevWish.ModifyLive live -> modifyLive(live);
            case MdevWish.Start start -> start(start);
            case MdevWish.Stop stop -> stop(stop);
        };
    }

    private MdevPlan define(MdevWish.Define wish) {
        var active = sight.active(wish.uuid(), Optional.empty());
        if (wish.kind().json().isPresent()) {
            var parent = parentForFile(wish.parent(), "define");
            refuseDefined(
                    wish.uuid(), parent, "Cowardly refusing to overwrite existing config for ");
            return define(wish, parent, config(wish.kind().json().get()));
        }
        if (wish.parent().isEmpty() && (active.isEmpty() || wish.kind().type().isPresent())) {
            throw noParent().thrown();
        }
        var parent =
                wish.parent().map(MdevSite::name).orElseGet(() -> active.orElseThrow().parent());
        var type =
                wish.kind()
                        .type()
                        .or(() -> active.map(device -> device.config().type().text()))
                        .orElseThrow(() ->
                                new Problem.BadInput(
                                                "No type specified",
                                                "name one with --type: 'types' lists them")
                                        .thrown());
        refuseDefined(wish.uuid(), parent, "");
        var attributes =
                wish.found()
                        .attributes()
                        .orElseGet(() ->
                                MdevConfig.of(
                                                MdevSite.id(type),
                                                false,
                                                parametersOf(wish.uuid(), parent))
                                        .attributes());
        return define(
                wish, parent, new MdevConfig(MdevSite.id(type), wish.autostart(), attributes));
    }

    private static Problem noParent() {
        return new Problem.BadInput(
                "No parent specified", "name one with --parent: 'types' lists them");
    }

    /** Those of the active device, which its definition is to bring back. */
    private Parameters parametersOf(UUID uuid, DeviceName parent) {
        return host.vgpu(uuid)
                .filter(Vgpu::active)
                .filter(vgpu -> vgpu.parent().equals(parent))
                .map(Vgpu::parameters)
                .orElse(Parameters.NONE);
    }

    private void refuseDefined(UUID uuid, DeviceName parent, String cowardly) {
        if (sight.definition(uuid, parent).isPresent()
                || sight.unreadable(uuid, parent).isPresent()) {
            throw new Problem.Conflict(
                            cowardly.isEmpty()
                                    ? "Device " + uuid + " on " + parent + " already defined"
                                    : cowardly + parent + "/" + uuid,
                            "change it with modify, or undefine it first")
                    .thrown();
        }
    }

    private MdevPlan define(MdevWish.Define wish, DeviceName parent, MdevConfig wanted) {
        var site = MdevSite.find(host, parent);
        var config = force ? wanted : checked(parent, wanted);
        var device =
                new MdevDevice(
                        wish.uuid(),
                        parent,
                        sight.active(wish.uuid(), Optional.of(parent)).isPresent(),
                        true,
                        config);
        var steps =
                site.filter(MdevSite::isKeptByUs).isPresent()
                        ? keep(site.get(), device)
                        : List.of(change(device, Optional.empty(), Optional.of(config.text())));
        return MdevPlan.of(Plan.toUndo(steps, autostartNotes(config)), device);
    }

    /** Its type as the driver has it now: a definition of something else can only fail later. */
    private MdevConfig checked(DeviceName parent, MdevConfig config) {
        var site = MdevSite.of(host, parent.text());
        return config.withType(site.typeToKeep(config.type().text()));
    }

    private List<String> autostartNotes(MdevConfig config) {
        return config.autostart() ? host.autostartFault().stream().toList() : List.of();
    }

    /** Our record is its definition. */
    private List<Step> keep(MdevSite site, MdevDevice device) {
        var start = device.config().autostart() ? Start.AUTO : Start.MANUAL;
        var there = host.vgpu(device.uuid());
        if (there.isPresent()) {
            return LifeSteps.of(there.get())
                    .define(device.config().type(), device.config().autostart());
        }
        return List.of(newRecord(site, device, Optional.of(start), Optional.empty()));
    }

    private static Step newRecord(
            MdevSite site, MdevDevice device, Optional<Start> start, Optional<String> boot) {
        var record =
                new VgpuRecord(
                        device.uuid(),
                        "mdev-" + device.uuid().toString().substring(0, 8),
                        site.name(),
                        site.type(device.config().type().text()).name(),
                        Claim.NONE,
                        Optional.of(new Kept(start, device.config().parameters(), boot)));
        return new Step.ChangeRecord(device.uuid(), Optional.empty(), Optional.of(record));
    }

    private static Step change(MdevDevice device, Optional<String> before, Optional<String> after) {
        return new Step.ChangeDefinition(device.parent(), device.uuid(), before, after);
    }

    private MdevPlan undefine(MdevWish.Undefine wish) {
        var devices = MdevDevices.defined(host, wish.filter());
        if (devices.isEmpty()) {
            throw sight.unreadable(wish)
                    .orElseGet(() ->
                            new Problem.NotFound(
                                    "No devices match the specified uuid",
                                    "'list --defined' shows those that are defined"))
                    .thrown();
        }
        var steps = new ArrayList<Step>();
        for (var device : devices) {
            steps.addAll(undefine(device, devices.size()));
        }
        return new MdevPlan(Plan.toFinish(steps, List.of()), devices);
    }

    /** With the last definition of a device that is not active goes what we keep of it. */
    private List<Step> undefine(MdevDevice device, int definitions) {
        var vgpu = host.vgpu(device.uuid()).orElseThrow();
        Owner.refuseOthers(vgpu, Optional.empty());
        var text = sight.text(device);
        if (text.isEmpty()) {
            var definition = vgpu.definition().orElse(Optional.empty()).orElseThrow();
            return vgpu.active()
                    ? LifeSteps.of(vgpu).undefine(definition)
                    : LifeSteps.of(vgpu).forget(Optional.of(definition));
        }
        var steps = new ArrayList<Step>();
        steps.add(change(device, text, Optional.empty()));
        var isLast = definitions == 1 && sight.definitions(device.uuid()) == 1;
        if (isLast && !vgpu.active()) {
            steps.addAll(LifeSteps.of(vgpu).forget(Optional.empty()));
        }
        return steps;
    }

    private MdevPlan modify(MdevWish.Modify wish) {
        if (wish.change() instanceof MdevChange.Whole) {
            parentForFile(wish.parent(), "modify");
        }
        var device = sight.defined(wish);
        return switch (wish.change()) {
            case MdevChange.Whole(var json) -> modified(device, config(json));
            case MdevChange.Parts(var type, var autostart, var attributes) -> {
                var before = device.config();
                yield modified(
                        device,
                        new MdevConfig(
                                type.map(MdevSite::id).orElse(before.type()),
                                autostart.orElse(before.autostart()),
                                attributes.of(device.uuid(), before.attributes())));
            }
        };
    }

    private MdevPlan modified(MdevDevice device, MdevConfig wanted) {
        var isSameType = wanted.type().equals(device.config().type());
        var config = force || isSameType ? wanted : checked(device.parent(), wanted);
        var after = device.with(config);
        var before = sight.text(device);
        var steps =
                before.isEmpty()
                        ? rewritten(device, config)
                        : changed(device, before.get(), config.textInPlaceOf(before.get()));
        return MdevPlan.of(Plan.toUndo(steps, autostartNotes(config)), after);
    }

    private static List<Step> changed(MdevDevice device, String before, String after) {
        return before.equals(after)
                ? List.of()
                : List.of(change(device, Optional.of(before), Optional.of(after)));
    }

    /** Our record in the place of a file. */
    private List<Step> rewritten(MdevDevice device, MdevConfig config) {
        var record = host.vgpu(device.uuid()).flatMap(Vgpu::record).orElseThrow();
        var site = MdevSite.of(host, device.parent().text());
        var kept = record.kept().orElseThrow();
        var after =
                new VgpuRecord(
                        record.uuid(),
                        record.name(),
                        record.parent(),
                        config.type().equals(device.config().type())
                                ? record.type()
                                : site.type(config.type().text()).name(),
                        record.claim(),
                        Optional.of(
                                new Kept(
                                        Optional.of(config.autostart() ? Start.AUTO : Start.MANUAL),
                                        config.parameters(),
                                        kept.boot())));
        return after.equals(record)
                ? List.of()
                : List.of(
                        new Step.ChangeRecord(
                                record.uuid(), Optional.of(record), Optional.of(after)));
    }

    private MdevPlan modifyLive(MdevWish.ModifyLive wish) {
        var active =
                sight.active(wish.uuid(), wish.parent().map(MdevSite::name))
                        .orElseThrow(() -> MdevSight.notActive(wish).thrown());
        var config = config(wish.json());
        if (!config.type().equals(active.config().type())) {
            throw new Problem.BadInput(
                            "'type' cannot be changed on active mdev",
                            "stop it, modify its definition, and start it again")
                    .thrown();
        }
        if (!wish.alsoDefined()) {
            return MdevPlan.of(Plan.toUndo(List.of(), List.of()), active.with(config));
        }
        var defined = sight.defined(wish);
        if (!defined.config().type().equals(config.type())) {
            throw new Problem.Conflict(
                            "'type' of active and defined mdev does not match",
                            "modify the definition alone, or define it anew")
                    .thrown();
        }
        return modified(defined, config);
    }

    private MdevPlan start(MdevWish.Start wish) {
        return wish.kind()
                .json()
                .map(json -> make(wish.uuid(), parentForFile(wish.parent(), "start"), config(json)))
                .orElseGet(() -> startByOptions(wish));
    }

    private MdevPlan startByOptions(MdevWish.Start wish) {
        var defined = MdevDevices.defined(host, wish.filter());
        if (defined.size() > 1) {
            throw new Problem.BadInput(
                            "Multiple definitions found for device "
                                    + wish.uuid()
                                    + ". Please specify a parent.",
                            "'list --defined' shows them")
                    .thrown();
        }
        if (!defined.isEmpty()) {
            var device = defined.getFirst();
            refuseOtherType(wish, device);
            return make(wish.uuid(), device.parent(), device.config());
        }
        sight.unreadable(wish)
                .ifPresent(problem -> {
                    throw problem.thrown();
                });
        if (wish.kind().type().isPresent() && wish.parent().isEmpty()) {
            throw new Problem.BadInput(
                            "can't provide type without parent", "name the parent with --parent")
                    .thrown();
        }
        if (wish.kind().type().isEmpty() || wish.parent().isEmpty()) {
            throw new Problem.BadInput(
                            "Device is insufficiently specified",
                            "it is not defined: name its --parent and its --type")
                    .thrown();
        }
        return make(
                wish.uuid(),
                MdevSite.name(wish.parent().get()),
                MdevConfig.of(MdevSite.id(wish.kind().type().get()), false, Parameters.NONE));
    }

    private void refuseOtherType(MdevWish.Start wish, MdevDevice device) {
        var own = device.config().type();
        var isOther =
                wish.kind().type().filter(type -> !own.equals(named(device, type))).isPresent();
        if (isOther) {
            throw new Problem.Conflict(
                            "Device "
                                    + wish.uuid()
                                    + " already exists on parent "
                                    + device.parent()
                                    + " with type "
                                    + own,
                            "leave --type out, or give another --uuid")
                    .thrown();
        }
    }

    /** The id of a type that somebody named, as far as the parent is there. */
    private TypeId named(MdevDevice device, String type) {
        return MdevSite.find(host, device.parent())
                .flatMap(site -> Select.offer(site.gpu(), type))
                .flatMap(offer -> offer.type().id())
                .orElseGet(() -> MdevSite.id(type));
    }

    private MdevPlan make(UUID uuid, DeviceName parent, MdevConfig wanted) {
        sight.active(uuid, Optional.empty())
                .ifPresent(there -> refuseActive(there, parent, wanted));
        var site = MdevSite.of(host, parent.text());
        var config = wanted.withType(site.typeToMake(wanted.type().text()));
        var device =
                new MdevDevice(
                        uuid, parent, true, sight.definition(uuid, parent).isPresent(), config);
        return MdevPlan.of(Plan.toUndo(creation(site, device), List.of()), device);
    }

    private List<Step> creation(MdevSite site, MdevDevice device) {
        if (!site.isKeptByUs()) {
            var create =
                    new Step.CreateMdev(device.parent(), device.config().type(), device.uuid());
            return LifeSteps.withAttributes(create, device.config().attributes());
        }
        var boot = host.boot().orElse("");
        var there = host.vgpu(device.uuid());
        if (there.isPresent()) {
            return LifeSteps.of(there.get()).activation(device.config().type(), boot);
        }
        var steps = new ArrayList<Step>();
        steps.add(newRecord(site, device, Optional.empty(), Optional.of(boot)));
        steps.addAll(
                LifeSteps.of(transientVgpu(site, device))
                        .creation(device.config().type(), new CreateWish.Life(false, true, false)));
        return steps;
    }

    private static Vgpu transientVgpu(MdevSite site, MdevDevice device) {
        return new Vgpu(
                device.uuid(),
                site.name(),
                new HostDevice.PciFunction(site.name().address().orElseThrow()),
                Reading.of(device.config().type()),
                Optional.empty(),
                false,
                Reading.of(Optional.empty()),
                Optional.empty(),
                device.config().parameters(),
                Location.of(device.config().parameters()));
    }

    private static void refuseActive(MdevDevice there, DeviceName parent, MdevConfig wanted) {
        String what;
        if (!there.parent().equals(parent)) {
            what = "Device exists under different parent";
        } else if (!there.config().type().equals(wanted.type())) {
            what = "Device exists with different type";
        } else {
            what = "Device already exists";
        }
        throw new Problem.Conflict(what, "it is " + there.config().type() + " on " + there.parent())
                .thrown();
    }

    private MdevPlan stop(MdevWish.Stop wish) {
        var device =
                sight.active(wish.uuid(), Optional.empty())
                        .orElseThrow(() -> MdevSight.notActive(wish).thrown());
        var vgpu = host.vgpu(wish.uuid()).orElseThrow();
        uses.apply(vgpu).refuseWhileOpen(vgpu, "stop");
        Owner.refuseOthers(vgpu, Optional.empty());
        var steps = new ArrayList<>(LifeSteps.of(vgpu).release(device.config().type()));
        steps.addAll(
                device.defined()
                        ? LifeSteps.of(vgpu).released()
                        : LifeSteps.of(vgpu).forget(Optional.empty()));
        return MdevPlan.of(Plan.toFinish(steps, List.of()), device);
    }

    private static DeviceName parentForFile(Optional<String> parent, String verb) {
        return MdevSite.name(
                parent.orElseThrow(() ->
                        new Problem.BadInput(
                                        "Parent device required to "
                                                + verb
                                                + " device via json file",
                                        "name it with --parent")
                                .thrown()));
    }

    private static MdevConfig config(String json) {
        return switch (MdevConfig.read(json)) {
            case Reading.Known<MdevConfig>(var config) -> config;
            case Reading.Unknown<MdevConfig>(var why) ->
                    throw new Problem.BadInput(
                                    "invalid json",
                                    why
                                            + "; 'list --defined --dumpjson --uuid UUID' prints a"
                                            + " right one")
                            .thrown();
        };
    }
}
