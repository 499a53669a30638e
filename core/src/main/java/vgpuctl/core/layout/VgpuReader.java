package vgpuctl.core.layout;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import vgpuctl.core.document.Fields;
import vgpuctl.core.document.Mistakes;
import vgpuctl.core.document.Node;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.core.type.Series;

/** Reads one item of {@code vgpus}. */
final class VgpuReader {

    private static final List<String> KEYS =
            List.of(
                    "name",
                    "uuid",
                    "type",
                    "need",
                    "count",
                    "vm",
                    "vms",
                    "owner",
                    "autostart",
                    "active",
                    "params",
                    "placement");
    private static final List<String> NEED_KEYS = List.of("memory", "use");

    private static final int MOST_OF_AN_ENTRY = 1000;
    private static final int LAST_PLACEMENT = 1023;

    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    /** The driver takes parameters on one line, separated by commas. */
    private static final Pattern PARAMETER_VALUE =
            Pattern.compile("[^\\x00-\\x20\\x7f-\\xa0,]{1,200}");

    private static final String NO_VM = " cannot be a VM's name";
    private static final String VM_MEANT = "write the name of a libvirt domain";

    private final Mistakes mistakes;
    private final Distinct distinct;
    private final Consumer<String> vgpuName;

    VgpuReader(Mistakes mistakes, Distinct distinct, Consumer<String> vgpuName) {
        this.mistakes = mistakes;
        this.distinct = distinct;
        this.vgpuName = vgpuName;
    }

    /** Empty where there is a mistake in it or before it. */
    Optional<LayoutVgpu> read(Node node) {
        return Fields.of(node, "a vGPU", KEYS, mistakes).flatMap(this::read);
    }

    private Optional<LayoutVgpu> read(Fields fields) {
        var vms = vms(fields);
        var count = count(fields, vms);
        var identity = identity(fields, count);
        var wish = wish(fields);
        var holders = new LayoutVgpu.Holders(vms, LayoutReader.oneLine(fields, "owner"));
        var life =
                new LayoutVgpu.Life(
                        fields.truth("autostart").orElse(true),
                        fields.truth("active").orElse(true));
        var settings = settings(fields, count);
        return mistakes.isEmpty()
                ? wish.map(w -> new LayoutVgpu(identity, w, count, holders, life, settings))
                : Optional.empty();
    }

    private int count(Fields fields, List<String> vms) {
        var given = fields.whole("count", 1, MOST_OF_AN_ENTRY);
        if (given.isPresent() && given.getAsInt() < vms.size()) {
            mistakes.add(
                    fields.at("vms"),
                    vms.size() + " VMs for " + given.getAsInt() + " vGPUs",
                    "each gets one: leave 'count' out, or VMs");
        }
        if (fields.has("vm") && given.orElse(1) > 1) {
            mistakes.add(
                    fields.at("vm"),
                    "one VM for " + given.getAsInt() + " vGPUs",
                    "write 'vms' with the VM of each of them");
        }
        return given.orElse(Math.max(1, vms.size()));
    }

    private List<String> vms(Fields fields) {
        fields.refuseBoth("vm", "vms");
        var vms = fields.texts("vms");
        for (var vm : vms) {
            if (vm(vm).isEmpty()) {
                mistakes.add(fields.at("vms"), Fields.quoted(vm) + NO_VM, VM_MEANT);
            }
        }
        var vm = fields.read("vm", VgpuReader::vm, NO_VM.strip(), VM_MEANT);
        return fields.has("vms") ? vms : vm.map(List::of).orElse(List.of());
    }

    private static Optional<String> vm(String text) {
        return LayoutVgpu.canBeVm(text) ? Optional.of(text) : Optional.empty();
    }

    private LayoutVgpu.Identity identity(Fields fields, int count) {
        var name = name(fields, count);
        var uuid = uuid(fields);
        if (count > 1 && fields.has("uuid")) {
            mistakes.add(
                    fields.at("uuid"),
                    "one UUID for " + count + " vGPUs",
                    "leave it out, or write an entry for each of them");
        }
        if (!fields.has("name") && (count > 1 || !fields.has("uuid"))) {
            mistakes.add(
                    fields.at(),
                    count > 1 ? "several vGPUs need a 'name'" : "a vGPU needs a 'name' or a 'uuid'",
                    "it is found again by it: add 'name: …'");
        }
        return new LayoutVgpu.Identity(name, uuid);
    }

    private Optional<String> name(Fields fields, int count) {
        var name = fields.text("name").filter(text -> isName(fields, text, count));
        if (name.isPresent() && distinct.admits(fields.at(), count)) {
            distinct.names(fields.at("name"), LayoutVgpu.names(name.get(), count));
        }
        return name;
    }

    /** The longest name of the entry decides. */
    private boolean isName(Fields fields, String name, int count) {
        try {
            vgpuName.accept(name);
            vgpuName.accept(count == 1 ? name : name + "-" + count);
            return true;
        } catch (ProblemException e) {
            mistakes.add(
                    fields.node("name").map(Node::at).orElse(fields.at()),
                    Fields.quoted(name) + " cannot be a vGPU's name",
                    e.problem().wayOut());
            return false;
        }
    }

    private Optional<UUID> uuid(Fields fields) {
        var uuid =
                fields.read(
                        "uuid",
                        GpuSelector::uuid,
                        "is no UUID",
                        "write it in full: 8-4-4-4-12 hexadecimal digits");
        uuid.ifPresent(known -> distinct.uuid(fields.at("uuid"), known));
        return uuid;
    }

    private Optional<LayoutVgpu.Wish> wish(Fields fields) {
        fields.refuseBoth("type", "need");
        if (!fields.has("type") && !fields.has("need")) {
            mistakes.add(
                    fields.at(),
                    "a vGPU needs a 'type' or a 'need'",
                    "add 'type: P40-6Q', or 'need: {memory: 6G}'");
        }
        return fields.has("type")
                ? LayoutReader.oneLine(fields, "type").map(LayoutVgpu.Wish.OfType::new)
                : fields.node("need").flatMap(this::need).map(LayoutVgpu.Wish.OfNeed::new);
    }

    private Optional<Need> need(Node node) {
        return Fields.of(node, "a need", NEED_KEYS, mistakes)
                .flatMap(fields -> {
                    fields.require(List.of("memory"));
                    var use = fields.choice("use", List.of(Series.values()), Series::use);
                    return fields.text("memory")
                            .flatMap(text -> memory(fields, text))
                            .map(mib -> new Need(mib, use));
                });
    }

    private Optional<Integer> memory(Fields fields, String text) {
        var mib = Need.mib(text);
        if (mib.isEmpty()) {
            mistakes.add(
                    fields.node("memory").map(Node::at).orElse(fields.at()),
                    MemoryMistake.reason(text),
                    MemoryMistake.wayOut(text));
        }
        return mib;
    }

    private LayoutVgpu.Settings settings(Fields fields, int count) {
        var placement = fields.whole("placement", 0, LAST_PLACEMENT);
        if (count > 1 && fields.has("placement")) {
            mistakes.add(
                    fields.at("placement"),
                    "one placement for " + count + " vGPUs",
                    "leave it out, or write an entry for each of them");
        }
        return new LayoutVgpu.Settings(params(fields), count > 1 ? OptionalInt.empty() : placement);
    }

    private SortedMap<String, String> params(Fields fields) {
        var params = new TreeMap<String, String>();
        fields.node("params")
                .flatMap(node -> Fields.ofAnyKeys(node, "'params'", mistakes))
                .ifPresent(all -> all.keys().forEach(key -> param(all, key, params)));
        return params;
    }

    private void param(Fields fields, String key, SortedMap<String, String> params) {
        if (!PARAMETER.matcher(key).matches()) {
            mistakes.add(
                    fields.at(key),
                    Fields.quoted(key) + " cannot be a parameter's name",
                    "use letters, digits, '-' and '_', a letter first");
        }
        if (fields.node(key).orElseThrow() instanceof Node.Truth(var at, var on)) {
            mistakes.add(at, "the driver knows no true and false", "write " + (on ? "1" : "0"));
            return;
        }
        fields.read(
                        key,
                        text ->
                                PARAMETER_VALUE.matcher(text).matches()
                                        ? Optional.of(text)
                                        : Optional.empty(),
                        "cannot be a parameter's value",
                        "the driver takes no spaces and commas in it")
                .ifPresent(value -> params.put(key, value));
    }
}
