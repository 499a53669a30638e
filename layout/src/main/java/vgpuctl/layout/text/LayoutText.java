package vgpuctl.layout.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.json.YamlWriter;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutJson;
import vgpuctl.core.layout.LayoutReader;
import vgpuctl.core.layout.ReadLayout;
import vgpuctl.core.plan.VgpuName;
import vgpuctl.layout.yaml.YamlDocument;

/** The text of a layout file, in YAML or JSON. */
public final class LayoutText {

    private LayoutText() {}

    /** The layout, or all mistakes of the text at once; nothing is thrown. */
    public static ReadLayout read(String text) {
        return LayoutReader.read(YamlDocument.read(text), VgpuName::checked);
    }

    /** Canonical YAML: {@link #read} gives the same layout back. */
    public static String yaml(Layout layout) {
        return YamlWriter.write(LayoutJson.of(layout)) + "\n";
    }

    /** The same as JSON. */
    public static String json(Layout layout) {
        return JsonWriter.pretty(LayoutJson.of(layout)) + "\n";
    }

    /** The JSON Schema (2020-12) that editors check a layout with. */
    public static String schema() {
        try (var in = LayoutText.class.getResourceAsStream("layout.schema.json")) {
            if (in == null) {
                throw new IllegalStateException("there is no layout.schema.json");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
