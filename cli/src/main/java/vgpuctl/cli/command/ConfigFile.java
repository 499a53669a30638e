package vgpuctl.cli.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vgpuctl.cli.line.Option;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.document.Fields;
import vgpuctl.core.document.Mistakes;
import vgpuctl.core.document.Node;
import vgpuctl.core.problem.Problem;
import vgpuctl.layout.yaml.YamlDocument;

/**
 * What the administrator wants of commands wherever nothing else is typed. Its keys are options of
 * the command line and take what those take.
 */
public final class ConfigFile {

    public static final String PATH = "/etc/vgpuctl/config.yaml";

    /** The commands that change something; what they take is the same for all. */
    private static final String CHANGES = "changes";

    private static final String SERVE = "serve";
    private static final String RESTORE = "restore";

    private final Map<String, Map<String, List<String>>> sections = new HashMap<>();

    private ConfigFile() {}

    /**
     * What a text says; all that is wrong with it at once.
     *
     * @param file where it is from
     */
    public static ConfigFile read(String file, String text) {
        var config = new ConfigFile();
        if (saysNothing(text)) {
            return config;
        }
        var mistakes = new Mistakes();
        var document = YamlDocument.read(text);
        mistakes.addAll(document.mistakes());
        document.root().ifPresent(root -> config.add(root, mistakes));
        if (!mistakes.isEmpty()) {
            var lines = new StringBuilder(file + " cannot be used");
            mistakes.inOrder().forEach(mistake -> lines.append("\n       ").append(mistake));
            throw new Problem.BadInput(lines.toString(), "docs/config.md explains every key")
                    .thrown();
        }
        return config;
    }

    /** As it comes with the package, it has comments only: a reader of YAML takes time to load. */
    private static boolean saysNothing(String text) {
        for (var line : text.split("\n", -1)) {
            if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                return false;
            }
        }
        return true;
    }

    private void add(Node root, Mistakes mistakes) {
        var known = List.of(SERVE, CHANGES, RESTORE);
        Fields.of(root, "the configuration", known, mistakes)
                .ifPresent(fields -> {
                    for (var section : known) {
                        fields.node(section)
                                .filter(node -> !(node instanceof Node.Nothing))
                                .ifPresent(node ->
                                        sections.put(section, section(section, node, mistakes)));
                    }
                });
    }

    private static Map<String, List<String>> section(String section, Node node, Mistakes mistakes) {
        var options = optionsOf(section);
        var names = options.stream().map(Option::name).toList();
        var values = new HashMap<String, List<String>>();
        Fields.of(node, "'" + section + "'", names, mistakes)
                .ifPresent(fields -> {
                    for (var option : options) {
                        if (fields.has(option.name())) {
                            values.put(option.name(), values(option, fields, mistakes));
                        }
                    }
                });
        return values;
    }

    private static List<String> values(Option option, Fields fields, Mistakes mistakes) {
        var takes = (Option.Takes.Value) option.takes();
        var given =
                takes.repeatable()
                        ? fields.texts(option.name())
                        : fields.text(option.name()).map(List::of).orElse(List.of());
        for (var value : given) {
            if (!takes.accepts().accepts(value)) {
                mistakes.add(
                        fields.node(option.name()).orElseThrow().at(),
                        "'%s' cannot be '%s'".formatted(option.name(), value),
                        "write " + takes.accepts().words());
            }
        }
        return given;
    }

    private static List<Option> optionsOf(String section) {
        var options = new ArrayList<Option>();
        var root = CommandTree.root();
        if (section.equals(CHANGES)) {
            root.options().stream()
                    .filter(option -> List.of("wait", "daemon").contains(option.name()))
                    .forEach(options::add);
        }
        root.commands().stream()
                .filter(command -> command.name().equals(section))
                .forEach(command -> options.addAll(command.options()));
        return options;
    }

    /** The line, with what it leaves out as the file says it. */
    public Parsed completed(Parsed line) {
        var section =
                switch (line.name()) {
                    case SERVE -> SERVE;
                    case RESTORE -> RESTORE;
                    default -> CHANGES;
                };
        var values = new LinkedHashMap<>(line.values());
        sections.getOrDefault(section, Map.of()).forEach(values::putIfAbsent);
        return new Parsed(line.path(), values);
    }

    /** The options that the file may name, for those who describe it. */
    public static List<String> keys() {
        var keys = new ArrayList<String>();
        for (var section : List.of(SERVE, CHANGES, RESTORE)) {
            optionsOf(section).forEach(option -> keys.add(section + "." + option.name()));
        }
        return keys;
    }
}
