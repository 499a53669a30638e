package vgpuctl.server.api;

import static vgpuctl.server.access.Role.ADMINISTER;
import static vgpuctl.server.access.Role.OPERATE;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.apply.ApplyPlanner.Leave;
import vgpuctl.core.document.Fields;
import vgpuctl.core.fit.Spread;
import vgpuctl.core.guest.GuestWish;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.plan.AdoptPlanner.AdoptWish;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.AttachPlanner.AttachWish;
import vgpuctl.core.plan.CreateWish;
import vgpuctl.core.plan.Owner;
import vgpuctl.core.plan.VgpuName;
import vgpuctl.core.plan.WhatIf;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.text.Size;
import vgpuctl.core.type.Series;
import vgpuctl.operations.Request;
import vgpuctl.operations.Request.Aspect;
import vgpuctl.server.api.Route.Parameter;

/** All that can be asked, defined once: answering and the description of the API come from here. */
final class Routes {

    private static final int MOST_VGPUS = 512;

    private static final List<Parameter> ANY_GPU =
            List.of(Parameter.of("gpu", "one GPU only, in any notation"));

    private static final Body.Keys VM =
            new Body.Keys(
                    "this request",
                    List.of(
                            Key.text("vm", "the libvirt domain").always(),
                            Key.truth("live", "change the running VM only"),
                            Key.truth("config", "change only what the VM's next start gives it"),
                            Key.truth("display", "show its screen, where VM and type can"),
                            Key.truth(
                                    "force",
                                    "leave the rule on several vGPUs a VM to the driver")));

    private static final Body.Keys PLAIN_VM =
            new Body.Keys("this request", VM.keys().subList(0, 3));

    private static final Body.Keys WHAT_IF =
            new Body.Keys(
                    "a plan",
                    List.of(
                            Key.text("type", "a type, or else 'need'"),
                            Key.text("need", "frame buffer at least, as 12G, of any type"),
                            Key.text("use", "compute, workstation, desktop or apps"),
                            Key.whole("count", "how many; one for each VM where it is left out"),
                            Key.texts("vms", "who gets them"),
                            Key.text("gpu", "the only GPU that may take them"),
                            Key.truth("same-gpu", "all on one GPU"),
                            Key.truth("spread", "on as many GPUs as possible")));

    private static final Body.Keys CREATE =
            new Body.Keys(
                    "a vGPU",
                    List.of(
                            Key.text("type", "P40-12C, 'GRID P40-12C', nvidia-286 or 286").always(),
                            Key.whole("count", "how many; one for each VM where it is left out"),
                            Key.text("name", "its name; with 'count' the beginning of the names"),
                            Key.texts("uuids", "UUIDs; from the host and the name otherwise"),
                            Key.text("gpu", "where to make it; chosen otherwise"),
                            Key.texts("vms", "libvirt domains that get one each"),
                            Key.text("owner", "whose they are; only they take them away"),
                            Key.textByName("parameters", "of the driver's plugin"),
                            Key.truth("autostart", "start it whenever its GPU appears"),
                            Key.truth("define", "keep a definition; true if left out"),
                            Key.truth("start", "make it active; true if left out")));

    private static final Body.Keys ON =
            new Body.Keys("this request", List.of(Key.truth("on", "true or false").always()));

    private static final Body.Keys ADOPT =
            new Body.Keys(
                    "this request",
                    List.of(
                            Key.text("name", "what to call it; the type and a number otherwise"),
                            Key.text("owner", "whose it is"),
                            Key.truth("force", "take it from another owner")));

    private static final Body.Keys AUTOSTART =
            new Body.Keys(
                    "this request",
                    List.of(Key.truth("autostart", "start it whenever its GPU appears")));

    private static final Body.Keys MODE =
            new Body.Keys(
                    "this request", List.of(Key.text("mode", "equal-size or mixed-size").always()));

    private static final Body.Keys INSTANCES =
            new Body.Keys(
                    "this request",
                    List.of(
                            Key.texts("profiles", "a profile for each instance; [] for none")
                                    .always()));

    private static final Body.Keys SCHEDULER =
            new Body.Keys(
                    "this request",
                    List.of(
                            Key.text("policy", "best-effort, equal-share or fixed-share")
                                    .always()));

    private Routes() {}

    static List<Route> all() {
        var all = new ArrayList<>(ofHost());
        all.addAll(FleetCalls.ROUTES);
        return List.copyOf(all);
    }

    private static List<Route> ofHost() {
        return List.of(
                gpus(),
                types(),
                list(),
                show(),
                status(),
                doctor(),
                guest(),
                sriov(),
                mig(),
                leftovers(),
                export(),
                plan(),
                diff(),
                create(),
                remove(),
                start(),
                stop(),
                define(),
                undefine(),
                autostart(),
                adopt(),
                attach(),
                detach(),
                apply(),
                switchSriov(),
                switchMig(),
                cutMig(),
                mode(),
                scheduler(),
                cleanup(),
                recover(),
                LineCalls.ROUTE);
    }

    private static Route gpus() {
        return Route.look(
                "gpus", "/v1/gpus", "The physical GPUs", "Gpus", _ -> new Request.Gpus(false));
    }

    private static Route types() {
        return Route.look(
                        "types",
                        "/v1/types",
                        "The vGPU types, how many fit now and why not",
                        "Types",
                        asked -> new Request.Types(asked.parameter("gpu")))
                .withQuery(ANY_GPU);
    }

    private static Route list() {
        return Route.look("list", "/v1/vgpus", "The vGPUs", "Vgpus", _ -> new Request.ListVgpus());
    }

    private static Route show() {
        return Route.look(
                "show",
                "/v1/vgpus/{id}",
                "One vGPU, by its name, its UUID, or the beginning of its UUID",
                "Vgpu",
                asked -> new Request.Show(asked.at("id")));
    }

    private static Route status() {
        return Route.look(
                "status",
                "/v1/status",
                "What GPUs and vGPUs are doing",
                "Status",
                _ -> new Request.Status());
    }

    private static Route doctor() {
        return Route.look(
                        "doctor",
                        "/v1/doctor",
                        "What is wrong with this host, and what to do about it",
                        "Diagnosis",
                        asked ->
                                new Request.Doctor(
                                        List.of(), Optional.empty(), asked.parameter("since")))
                .withQuery(List.of(Parameter.of("since", "of the logs only what is later")));
    }

    private static Route guest() {
        return Route.look(
                        "guest",
                        "/v1/vms/{vm}/guest",
                        "What a VM's guest needs: its driver and its licence",
                        "Guest",
                        asked ->
                                new Request.Guest(
                                        new GuestWish(
                                                asked.at("vm"),
                                                Optional.empty(),
                                                Optional.empty(),
                                                asked.parameter("server"))))
                .withQuery(List.of(Parameter.of("server", "a licence server of the older kind")));
    }

    private static Route sriov() {
        return Route.look(
                        "sriov status",
                        "/v1/sriov",
                        "The virtual functions",
                        "Gpus",
                        asked -> new Request.Partitions(asked.parameter("gpu"), Aspect.FUNCTIONS))
                .withQuery(ANY_GPU);
    }

    private static Route mig() {
        return Route.look(
                        "mig status",
                        "/v1/mig",
                        "GPU instances, and where more would fit",
                        "Gpus",
                        asked -> new Request.Partitions(asked.parameter("gpu"), Aspect.MIG))
                .withQuery(ANY_GPU);
    }

    private static Route leftovers() {
        return Route.look(
                "leftovers",
                "/v1/leftovers",
                "What failed attempts left",
                "Leftovers",
                _ -> new Request.Cleanup(Request.Cleanup.Mode.SHOW));
    }

    private static Route export() {
        return Route.look(
                "export",
                "/v1/layout",
                "The host as a layout",
                "Layout",
                _ -> new Request.ExportLayout());
    }

    /** Asks with a body, and changes nothing. */
    private static Route plan() {
        return Route.look(
                        "plan",
                        "/v1/plan",
                        "What it would take to make vGPUs",
                        "Fit",
                        asked -> new Request.PlanVgpus(whatIf(asked.fields())))
                .withMethod("POST")
                .withBody(WHAT_IF);
    }

    private static Route diff() {
        return Route.look(
                        "diff",
                        "/v1/layout/diff",
                        "How the host differs from a layout",
                        "Differences",
                        asked ->
                                new Request.Compare(
                                        asked.layout().layout(), asked.layout().positions(), false))
                .withMethod("POST")
                .withBody(new Body.LayoutFile());
    }

    private static Route create() {
        return Route.change(
                "create",
                "/v1/vgpus",
                "Make vGPUs",
                OPERATE,
                CREATE,
                asked -> new Request.Create(wish(asked.fields())));
    }

    private static Route remove() {
        return Route.change(
                        "remove",
                        "/v1/vgpus/{id}",
                        "Stop a vGPU and delete its definition",
                        OPERATE,
                        Body.NONE,
                        asked -> new Request.Remove(List.of(asked.at("id")), owner(asked)))
                .forOwner()
                .withMethod("DELETE");
    }

    private static Route start() {
        return Route.change(
                "start",
                "/v1/vgpus/{id}/start",
                "Make a defined vGPU active",
                OPERATE,
                Body.NONE,
                asked -> new Request.Start(List.of(asked.at("id"))));
    }

    private static Route stop() {
        return Route.change(
                        "stop",
                        "/v1/vgpus/{id}/stop",
                        "Give an active vGPU back to the driver",
                        OPERATE,
                        Body.NONE,
                        asked -> new Request.Stop(List.of(asked.at("id")), owner(asked)))
                .forOwner();
    }

    private static Route define() {
        return Route.change(
                "define",
                "/v1/vgpus/{id}/define",
                "Keep an active vGPU over a reboot",
                OPERATE,
                AUTOSTART,
                asked ->
                        new Request.Define(
                                List.of(asked.at("id")),
                                asked.fields().truth("autostart").orElse(false)));
    }

    private static Route undefine() {
        return Route.change(
                        "undefine",
                        "/v1/vgpus/{id}/undefine",
                        "Delete a definition; an active vGPU stays active",
                        OPERATE,
                        Body.NONE,
                        asked -> new Request.Undefine(List.of(asked.at("id")), owner(asked)))
                .forOwner();
    }

    private static Route adopt() {
        return Route.change(
                "adopt",
                "/v1/vgpus/{id}/adopt",
                "Take over a vGPU that somebody else made, or give one to an owner",
                OPERATE,
                ADOPT,
                asked ->
                        new Request.Adopt(
                                List.of(asked.at("id")),
                                new AdoptWish(
                                        asked.fields().text("name").map(VgpuName::checked),
                                        asked.fields().text("owner").map(Owner::checked),
                                        asked.fields().truth("force").orElse(false))));
    }

    private static Optional<String> owner(Asked asked) {
        return asked.parameter("owner").map(Owner::checked);
    }

    private static Route autostart() {
        return Route.change(
                "autostart",
                "/v1/vgpus/{id}/autostart",
                "Start a vGPU whenever its GPU appears, or no longer",
                OPERATE,
                ON,
                asked -> new Request.Autostart(List.of(asked.at("id")), on(asked)));
    }

    private static Route attach() {
        return Route.change(
                "attach",
                "/v1/vgpus/{id}/attach",
                "Give a vGPU to a VM",
                OPERATE,
                VM,
                asked ->
                        new Request.Attach(
                                asked.at("id"),
                                asked.fields().text("vm").orElse(""),
                                new AttachWish(
                                        faces(asked.fields()),
                                        !asked.fields().truth("display").orElse(true),
                                        asked.fields().truth("force").orElse(false))));
    }

    private static Route detach() {
        return Route.change(
                "detach",
                "/v1/vgpus/{id}/detach",
                "Take a vGPU away from a VM",
                OPERATE,
                PLAIN_VM,
                asked ->
                        new Request.Detach(
                                asked.at("id"),
                                asked.fields().text("vm").orElse(""),
                                faces(asked.fields())));
    }

    private static Route apply() {
        var route =
                Route.change(
                        "apply",
                        "/v1/layout/apply",
                        "Make the host as a layout says",
                        ADMINISTER,
                        new Body.LayoutFile(),
                        asked ->
                                new Request.Apply(
                                        asked.layout().layout(),
                                        asked.layout().positions(),
                                        new Leave(
                                                asked.call().flag("prune"),
                                                new HashSet<>(
                                                        asked.call().all("allow-disruption")))));
        return route.withQuery(
                List.of(
                        route.query().getFirst(),
                        Parameter.of("prune", "remove the vGPUs on its GPUs that it does not name"),
                        new Parameter(
                                "allow-disruption",
                                "this vGPU may be taken from a running VM",
                                true)));
    }

    private static Route switchSriov() {
        return Route.change(
                "sriov enable",
                "/v1/gpus/{gpu}/sriov",
                "Enable or disable the virtual functions of a GPU",
                ADMINISTER,
                ON,
                asked -> new Request.SwitchFunctions(asked.at("gpu"), on(asked)));
    }

    private static Route switchMig() {
        return Route.change(
                "mig enable",
                "/v1/gpus/{gpu}/mig",
                "Enter or leave MIG mode",
                ADMINISTER,
                ON,
                asked -> new Request.SwitchMig(asked.at("gpu"), on(asked)));
    }

    private static Route cutMig() {
        return Route.change(
                "mig apply",
                "/v1/gpus/{gpu}/mig/instances",
                "Cut a GPU into exactly these instances",
                ADMINISTER,
                INSTANCES,
                asked -> new Request.CutMig(asked.at("gpu"), asked.fields().texts("profiles")));
    }

    private static Route mode() {
        return Route.change(
                "mode",
                "/v1/gpus/{gpu}/mode",
                "Let vGPUs of one size or of several share a GPU",
                ADMINISTER,
                MODE,
                asked ->
                        new Request.SwitchMixedSizes(
                                asked.at("gpu"),
                                asked.fields()
                                        .choice(
                                                "mode",
                                                List.of("equal-size", "mixed-size"),
                                                word -> word)
                                        .orElse("")
                                        .equals("mixed-size")));
    }

    private static Route scheduler() {
        return Route.change(
                "scheduler",
                "/v1/gpus/{gpu}/scheduler",
                "Choose how a GPU's time is shared among its vGPUs",
                ADMINISTER,
                SCHEDULER,
                asked ->
                        new Request.SetScheduler(
                                asked.at("gpu"),
                                asked.fields()
                                        .choice(
                                                "policy",
                                                List.of(Scheduler.values()),
                                                Scheduler::word)
                                        .orElse(Scheduler.BEST_EFFORT)));
    }

    private static Route cleanup() {
        return Route.change(
                        "cleanup",
                        "/v1/cleanup",
                        "Take away what failed attempts left",
                        ADMINISTER,
                        Body.NONE,
                        asked ->
                                new Request.Cleanup(
                                        asked.call().flag("dry-run")
                                                ? Request.Cleanup.Mode.PLAN
                                                : Request.Cleanup.Mode.ACT))
                .withAnswer("CleanedUp");
    }

    private static Route recover() {
        return Route.change(
                        "recover",
                        "/v1/recover",
                        "Finish or undo changes that were cut off",
                        ADMINISTER,
                        Body.NONE,
                        _ -> new Request.Recover())
                .withQuery(List.of())
                .withAnswer("Recovered");
    }

    private static boolean on(Asked asked) {
        return asked.fields().truth("on").orElse(false);
    }

    private static Set<Affect> faces(Fields fields) {
        var faces = EnumSet.noneOf(Affect.class);
        if (fields.truth("live").orElse(false)) {
            faces.add(Affect.LIVE);
        }
        if (fields.truth("config").orElse(false)) {
            faces.add(Affect.CONFIG);
        }
        return faces;
    }

    private static int count(Fields fields, List<String> vms) {
        return fields.whole("count", 1, MOST_VGPUS).orElse(Math.max(1, vms.size()));
    }

    private static CreateWish wish(Fields fields) {
        var vms = fields.texts("vms");
        var life =
                new CreateWish.Life(
                        fields.truth("define").orElse(true),
                        fields.truth("start").orElse(true),
                        fields.truth("autostart").orElse(false));
        checkLife(life);
        return new CreateWish(
                fields.text("type").orElse(""),
                count(fields, vms),
                fields.text("name").map(VgpuName::checked),
                fields.texts("uuids").stream().map(Routes::uuid).toList(),
                fields.text("gpu"),
                vms,
                fields.text("owner").map(Owner::checked),
                parameters(fields),
                life);
    }

    private static void checkLife(CreateWish.Life life) {
        if (!life.defined() && (!life.active() || life.autostart())) {
            throw new Problem.BadInput(
                            life.active()
                                    ? "'autostart' needs a definition"
                                    : "without 'define' and 'start' there is nothing to make",
                            "leave 'define' out")
                    .thrown();
        }
    }

    private static UUID uuid(String text) {
        return VgpuRecordText.uuid(text)
                .orElseThrow(() ->
                        new Problem.BadInput(
                                        "'" + text + "' is not a UUID",
                                        "write it as in 3eb9d560-0b31-11ee-91a9-bb28039c61eb")
                                .thrown());
    }

    /** Names and values cannot end what they are in: a list in one line of an attribute. */
    private static Parameters parameters(Fields fields) {
        var parameters = Parameters.NONE;
        for (var entry : texts(fields, "parameters").entrySet()) {
            var word = entry.getKey() + "=" + entry.getValue();
            if (entry.getKey().isEmpty()
                    || entry.getKey().contains("=")
                    || !word.strip().equals(word)
                    || word.chars().anyMatch(c -> c == ',' || c < ' ')) {
                throw new Problem.BadInput(
                                "'" + word + "' is not a parameter",
                                "write it as in {\"frame_rate_limiter\": \"0\"}")
                        .thrown();
            }
            parameters = parameters.with(entry.getKey(), entry.getValue());
        }
        return parameters;
    }

    static Map<String, String> texts(Fields fields, String key) {
        var texts = new LinkedHashMap<String, String>();
        fields.fieldsOf(key, "'" + key + "'")
                .ifPresent(inner ->
                        inner.keys()
                                .forEach(name ->
                                        inner.text(name).ifPresent(text -> texts.put(name, text))));
        return texts;
    }

    private static WhatIf whatIf(Fields fields) {
        var vms = fields.texts("vms");
        return new WhatIf(
                wanted(fields), count(fields, vms), vms, fields.text("gpu"), spread(fields));
    }

    /** A type, or a need of one. */
    static WhatIf.Asked wanted(Fields fields) {
        if (fields.has("type") == fields.has("need")) {
            throw new Problem.BadInput(
                            fields.has("type")
                                    ? "'type' and 'need' are two answers to one question"
                                    : "nothing says what is needed",
                            "write a type, or a need: {\"need\": \"12G\", \"use\": \"compute\"}")
                    .thrown();
        }
        if (fields.has("type")) {
            return new WhatIf.Asked.Type(fields.text("type").orElse(""));
        }
        var size =
                fields.read(
                        "need",
                        text ->
                                Size.parseMib(text).isPresent()
                                        ? Optional.of(Size.parseMib(text).getAsInt())
                                        : Optional.empty(),
                        "is not an amount of memory",
                        "write it as in 12G or 512M");
        var use =
                fields.read(
                        "use",
                        Series::ofUse,
                        "is no use",
                        "it can be compute, workstation, desktop or apps");
        return new WhatIf.Asked.Need(
                size.orElse(0), use.orElseGet(() -> Series.ofUse("workstation").orElseThrow()));
    }

    private static Spread spread(Fields fields) {
        var sameGpu = fields.truth("same-gpu").orElse(false);
        var spread = fields.truth("spread").orElse(false);
        if (sameGpu && spread) {
            throw new Problem.BadInput(
                            "'same-gpu' and 'spread' exclude each other", "leave one of them out")
                    .thrown();
        }
        if (sameGpu) {
            return Spread.SAME_GPU;
        }
        return spread ? Spread.SPREAD : Spread.PACKED;
    }
}
