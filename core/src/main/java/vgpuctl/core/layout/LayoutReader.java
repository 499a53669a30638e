package vgpuctl.core.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import vgpuctl.core.document.Document;
import vgpuctl.core.document.Fields;
import vgpuctl.core.document.Mistakes;
import vgpuctl.core.document.Node;
import vgpuctl.core.document.Position;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.text.OneLine;

/**
 * Reads a layout from a document and finds everything that is wrong with it at once.
 *
 * <p>What a host would have to be asked for is not looked at: whether a type exists, whether there
 * is room, whether a VM may have two vGPUs of one GPU.
 */
public final class LayoutReader {

    private static final List<String> ROOT_KEYS = List.of("apiVersion", "kind", "gpus");
    private static final List<String> GPU_KEYS =
            List.of("gpu", "mode", "mig", "scheduler", "vgpus");
    private static final List<String> MODEL_KEYS = List.of("model", "index");
    private static final List<String> MIG_KEYS = List.of("profile", "count");

    private static final int MOST_GPUS_OF_A_MODEL = 256;
    private static final int MOST_INSTANCES = 64;

    private final Mistakes mistakes;
    private final Distinct distinct;
    private final VgpuReader vgpus;
    private final List<LayoutPositions.OfGpu> positions = new ArrayList<>();

    private LayoutReader(Mistakes mistakes, Consumer<String> vgpuName) {
        this.mistakes = mistakes;
        distinct = new Distinct(mistakes);
        vgpus = new VgpuReader(mistakes, distinct, vgpuName);
    }

    /**
     * Reads a layout.
     *
     * @param vgpuName throws a {@link vgpuctl.core.problem.ProblemException} where a text cannot be
     *     a vGPU's name
     */
    public static ReadLayout read(Document document, Consumer<String> vgpuName) {
        var mistakes = new Mistakes();
        mistakes.addAll(document.mistakes());
        if (document.root().isEmpty() && mistakes.isEmpty()) {
            mistakes.add(
                    Position.START,
                    "there is nothing in it",
                    "a layout begins with 'apiVersion: " + Layout.API_VERSION + "'");
        }
        var reader = new LayoutReader(mistakes, vgpuName);
        var layout = document.root().map(reader::layout);
        return mistakes.isEmpty()
                ? new ReadLayout.Understood(
                        layout.orElseThrow(), new LayoutPositions(reader.positions))
                : new ReadLayout.Mistaken(mistakes.inOrder());
    }

    private Layout layout(Node root) {
        var gpus = new ArrayList<LayoutGpu>();
        Fields.of(root, "a layout", ROOT_KEYS, mistakes)
                .ifPresent(fields -> {
                    fields.require(ROOT_KEYS);
                    fields.choice("apiVersion", List.of(Layout.API_VERSION), Function.identity());
                    fields.choice("kind", List.of(Layout.KIND), Function.identity());
                    fields.list("gpus").forEach(gpu -> gpu(gpu).ifPresent(gpus::add));
                });
        return new Layout(gpus);
    }

    /** Empty where there is a mistake in it or before it. */
    private Optional<LayoutGpu> gpu(Node node) {
        return Fields.of(node, "a GPU", GPU_KEYS, mistakes).flatMap(this::gpu);
    }

    private Optional<LayoutGpu> gpu(Fields fields) {
        fields.require(List.of("gpu"));
        var selector = fields.node("gpu").flatMap(this::selector);
        selector.ifPresent(gpu -> distinct.gpu(fields.at("gpu"), gpu));
        var mig = mig(fields);
        var mode = mode(fields, mig);
        var scheduler = fields.choice("scheduler", List.of(Scheduler.values()), Scheduler::word);
        var found = vgpus(fields);
        return mistakes.isEmpty()
                ? selector.map(gpu -> new LayoutGpu(gpu, mode, mig, scheduler, found))
                : Optional.empty();
    }

    private List<LayoutVgpu> vgpus(Fields fields) {
        var places = new ArrayList<Position>();
        var found = new ArrayList<LayoutVgpu>();
        for (var item : fields.list("vgpus")) {
            places.add(item.at());
            vgpus.read(item).ifPresent(found::add);
        }
        positions.add(new LayoutPositions.OfGpu(fields.at(), places));
        return found;
    }

    private Optional<GpuSelector> selector(Node node) {
        if (node instanceof Node.Mapping) {
            return Fields.of(node, "a GPU by model", MODEL_KEYS, mistakes).flatMap(this::model);
        }
        var text = node instanceof Node.Text(_, var value) ? value : "";
        var selector = GpuSelector.parse(text);
        if (selector.isEmpty() && !(node instanceof Node.Refused)) {
            var what = text.isEmpty() ? node.kind() : Fields.quoted(text);
            mistakes.add(node.at(), what + " names no GPU", selectorMeant(text));
        }
        return selector;
    }

    private static String selectorMeant(String text) {
        if (text.regionMatches(true, 0, "MIG-", 0, 4)) {
            return "name the GPU that the instance is on";
        }
        return text.indexOf(' ') > 0 && text.indexOf(':') < 0
                ? "for a model write {model: " + text + "}"
                : "write its address (0000:82:00.0), its UUID (GPU-…) or {model: …, index: …}";
    }

    private Optional<GpuSelector> model(Fields fields) {
        fields.require(List.of("model"));
        var index = fields.whole("index", 0, MOST_GPUS_OF_A_MODEL - 1);
        return oneLine(fields, "model").map(model -> new GpuSelector.OfModel(model, index));
    }

    /** Where GPU instances are listed, the mode goes without saying. */
    private Optional<GpuMode> mode(Fields fields, List<MigWish> mig) {
        var mode = fields.choice("mode", List.of(GpuMode.values()), GpuMode::word);
        if (fields.has("mig") && mode.isPresent() && !mode.equals(Optional.of(GpuMode.MIG))) {
            mistakes.add(
                    fields.at("mig"),
                    "GPU instances on a GPU in mode " + mode.get(),
                    "write 'mode: mig', or leave 'mig' out");
        }
        return mig.isEmpty() ? mode : Optional.of(GpuMode.MIG);
    }

    private List<MigWish> mig(Fields fields) {
        return fields.list("mig").stream().flatMap(item -> migWish(item).stream()).toList();
    }

    private Optional<MigWish> migWish(Node node) {
        if (node instanceof Node.Text(var at, var profile)) {
            return profile(at, profile).map(name -> new MigWish(name, 1));
        }
        return Fields.of(node, "a GPU instance", MIG_KEYS, mistakes)
                .flatMap(fields -> {
                    fields.require(List.of("profile"));
                    var count = fields.whole("count", 1, MOST_INSTANCES).orElse(1);
                    return fields.text("profile")
                            .flatMap(
                                    name -> profile(fields.node("profile").orElse(node).at(), name))
                            .map(name -> new MigWish(name, count));
                });
    }

    private Optional<String> profile(Position at, String text) {
        if (MigWish.isProfile(text)) {
            return Optional.of(text);
        }
        mistakes.add(
                at,
                Fields.quoted(text) + " is no MIG profile",
                "write it as nvidia-smi does: 1g.10gb, 1g.10gb+me, 3g.40gb");
        return Optional.empty();
    }

    static Optional<String> oneLine(Fields fields, String key) {
        return fields.read(
                key,
                text -> OneLine.is(text) ? Optional.of(text) : Optional.empty(),
                "cannot be '" + key + "'",
                OneLine.RULE);
    }
}
