package vgpuctl.core.json;

import java.util.ArrayList;
import java.util.List;

/** Values in order. */
public record JsonArray(List<Json> items) implements Json {

    public JsonArray {
        items = List.copyOf(items);
    }

    public static JsonArray of(Json... items) {
        return new JsonArray(List.of(items));
    }

    public static JsonArray ofStrings(List<String> texts) {
        var items = new ArrayList<Json>(texts.size());
        for (var text : texts) {
            items.add(new JsonString(text));
        }
        return new JsonArray(items);
    }

    @Override
    public void accept(JsonVisitor visitor) {
        visitor.array(this);
    }
}
