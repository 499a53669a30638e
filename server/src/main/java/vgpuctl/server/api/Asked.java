package vgpuctl.server.api;

import java.util.Map;
import java.util.Optional;
import vgpuctl.core.document.Fields;
import vgpuctl.core.layout.ReadLayout;
import vgpuctl.layout.text.LayoutText;

/**
 * A call, taken apart as its route says.
 *
 * @param values what stands in the path for {@code {id}} and its like
 * @param fields of the body
 */
record Asked(Call call, Map<String, String> values, Fields fields) {

    String at(String name) {
        return values.getOrDefault(name, "");
    }

    Optional<String> parameter(String name) {
        return call.parameter(name);
    }

    /** The layout that the body is. */
    ReadLayout.Understood layout() {
        return switch (LayoutText.read(call.body())) {
            case ReadLayout.Understood understood -> understood;
            case ReadLayout.Mistaken(var mistakes) -> throw Body.refused(mistakes).thrown();
        };
    }
}
