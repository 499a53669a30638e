package vgpuctl.server.api;

import java.util.List;
import java.util.function.Function;
import vgpuctl.core.document.Fields;
import vgpuctl.core.document.Mistake;
import vgpuctl.core.document.Mistakes;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonSyntaxException;
import vgpuctl.core.problem.Problem;
import vgpuctl.layout.yaml.YamlDocument;

/** What the body of a call can hold. */
public sealed interface Body {

    /** No body, or an empty object. */
    Keys NONE = new Keys("this request", List.of());

    /** An object with these keys. */
    record Keys(String thing, List<Key> keys) implements Body {

        public Keys {
            keys = List.copyOf(keys);
        }

        /** What the text stands for, or all that is wrong with it at once. */
        <T> T read(String text, Function<Fields, T> make) {
            var json = text.isBlank() ? "{}" : text;
            checkForm(json);
            var mistakes = new Mistakes();
            var document = YamlDocument.read(json);
            mistakes.addAll(document.mistakes());
            var fields = document.root().flatMap(root -> Fields.of(root, thing, names(), mistakes));
            fields.ifPresent(present -> present.require(required()));
            refuse(mistakes);
            var read = make.apply(fields.orElseThrow());
            refuse(mistakes);
            return read;
        }

        private List<String> names() {
            return keys.stream().map(Key::name).toList();
        }

        private List<String> required() {
            return keys.stream().filter(Key::required).map(Key::name).toList();
        }
    }

    /** A layout, in JSON or YAML. */
    record LayoutFile() implements Body {}

    /** JSON and nothing else: YAML's reader, which knows where everything is, would take more. */
    private static void checkForm(String text) {
        try {
            JsonReader.read(text);
        } catch (JsonSyntaxException e) {
            throw new Problem.BadInput(
                            "the body is no JSON: line %d, column %d: %s"
                                    .formatted(e.line(), e.column(), e.reason()),
                            "send an object, or no body at all")
                    .thrown();
        }
    }

    private static void refuse(Mistakes mistakes) {
        if (!mistakes.isEmpty()) {
            throw refused(mistakes.inOrder()).thrown();
        }
    }

    /** All of them in one problem. */
    static Problem refused(List<Mistake> mistakes) {
        return new Problem.BadInput(
                String.join("\n", mistakes.stream().map(Mistake::toString).toList()),
                "GET /v1/openapi.json says what the body can hold");
    }
}
