package vgpuctl.layout.others;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import vgpuctl.core.document.Fields;
import vgpuctl.core.document.Mistake;
import vgpuctl.core.document.Mistakes;
import vgpuctl.core.document.Node;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.text.Nearest;
import vgpuctl.layout.yaml.YamlDocument;

/**
 * The form that vgpu-device-manager's and mig-parted's files share: named configurations, each a
 * list of entries for some of the host's GPUs.
 */
final class ConfigFile {

    private static final int MOST = 1000;

    /** The words in which the two differ. */
    record Words(String configs, String devices, List<String> others) {}

    /**
     * One entry.
     *
     * @param filter PCI ids as NVIDIA's tools write them, device and vendor; none: any GPU
     * @param indexes the GPUs' places among NVIDIA's of the host; empty: all
     * @param counts how many of what
     * @param isOn mig-parted's {@code mig-enabled}; where it is not written, true
     */
    record Entry(
            List<String> filter,
            Optional<List<Integer>> indexes,
            SequencedMap<String, Integer> counts,
            boolean isOn) {}

    private final Words words;
    private final Mistakes mistakes = new Mistakes();

    private ConfigFile(Words words) {
        this.words = words;
    }

    /**
     * The entries of one configuration.
     *
     * @param name which; empty: the only one, or the one called {@code default}
     * @throws vgpuctl.core.problem.ProblemException where the text is no such file, or has no such
     *     configuration
     */
    static List<Entry> read(String text, Words words, Optional<String> name) {
        return new ConfigFile(words).read(text, name);
    }

    private List<Entry> read(String text, Optional<String> name) {
        var document = YamlDocument.read(text);
        mistakes.addAll(document.mistakes());
        var configs =
                document.root()
                        .flatMap(root ->
                                Fields.of(
                                        root,
                                        "the file",
                                        List.of("version", words.configs),
                                        mistakes))
                        .flatMap(fields -> fields.node(words.configs));
        refuseMistakes();
        if (configs.isEmpty() || !(configs.get() instanceof Node.Mapping mapping)) {
            throw new Problem.BadInput(
                            "the file has no '" + words.configs + "'",
                            "give a configuration file of the tool itself")
                    .thrown();
        }
        var entries = entries(chosen(mapping, name));
        refuseMistakes();
        return entries;
    }

    private void refuseMistakes() {
        if (!mistakes.isEmpty()) {
            var all = mistakes.inOrder();
            throw new Problem.BadInput(
                            String.join("\n", all.stream().map(Mistake::toString).toList()),
                            "mend the file, or give another")
                    .thrown();
        }
    }

    private Node.Entry chosen(Node.Mapping configs, Optional<String> name) {
        if (name.isEmpty() && configs.entries().size() == 1) {
            return configs.entries().getFirst();
        }
        var wanted = name.orElse("default");
        return configs.entry(wanted).orElseThrow(() -> notThere(configs, wanted).thrown());
    }

    private static Problem notThere(Node.Mapping configs, String wanted) {
        var names = configs.entries().stream().map(Node.Entry::key).toList();
        var nearest = Nearest.to(wanted, names);
        return new Problem.NotFound(
                "the file has no configuration " + Fields.quoted(wanted),
                "it has "
                        + String.join(
                                ", ",
                                nearest.isEmpty()
                                        ? names.subList(0, Math.min(8, names.size()))
                                        : nearest)
                        + (nearest.isEmpty() && names.size() > 8 ? ", …" : ""));
    }

    private List<Entry> entries(Node.Entry config) {
        if (!(config.value() instanceof Node.Sequence(_, var items))) {
            mistakes.add(config.at(), "a configuration is a list", "begin each item with '- '");
            return List.of();
        }
        return items.stream().flatMap(item -> entry(item).stream()).toList();
    }

    private Optional<Entry> entry(Node node) {
        var keys = new ArrayList<>(List.of("device-filter", "devices", words.devices));
        keys.addAll(words.others);
        return Fields.of(node, "an entry", keys, mistakes)
                .map(fields ->
                        new Entry(
                                filter(fields),
                                indexes(fields),
                                counts(fields),
                                words.others.stream()
                                        .flatMap(key -> fields.truth(key).stream())
                                        .allMatch(on -> on)));
    }

    private List<String> filter(Fields fields) {
        return fields.node("device-filter").orElse(new Node.Sequence(fields.at(), List.of()))
                        instanceof Node.Sequence
                ? fields.texts("device-filter")
                : fields.text("device-filter")
                        .filter(text -> !text.isEmpty())
                        .map(List::of)
                        .orElse(List.of());
    }

    private Optional<List<Integer>> indexes(Fields fields) {
        fields.require(List.of("devices"));
        if (fields.node("devices").orElse(new Node.Nothing(fields.at())) instanceof Node.Text) {
            fields.choice("devices", List.of("all"), text -> text);
            return Optional.empty();
        }
        var indexes = new ArrayList<Integer>();
        for (var text : fields.texts("devices")) {
            index(text)
                    .ifPresentOrElse(
                            indexes::add,
                            () ->
                                    mistakes.add(
                                            fields.at("devices"),
                                            Fields.quoted(text) + " is no GPU's index",
                                            "count from 0"));
        }
        return Optional.of(indexes);
    }

    private static OptionalInt index(String text) {
        return text.matches("[0-9]{1,3}")
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private SequencedMap<String, Integer> counts(Fields fields) {
        var counts = new LinkedHashMap<String, Integer>();
        fields.node(words.devices)
                .flatMap(node -> Fields.ofAnyKeys(node, "'" + words.devices + "'", mistakes))
                .ifPresent(all ->
                        all.keys()
                                .forEach(key ->
                                        all.whole(key, 1, MOST)
                                                .ifPresent(count -> counts.put(key, count))));
        return counts;
    }
}
