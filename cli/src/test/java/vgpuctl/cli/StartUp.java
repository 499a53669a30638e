package vgpuctl.cli;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.cli.line.CommandLine;
import vgpuctl.cli.line.ExampleProgram;
import vgpuctl.cli.line.Parsed;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.text.Size;

/** What every listing does at least: understand the line, print 25 rows and print them as JSON. */
public final class StartUp {

    private static final int ROWS = 25;

    private StartUp() {}

    public static void main(String[] arguments) {
        if (CommandLine.parse(ExampleProgram.root(), List.of(arguments)) instanceof Parsed line) {
            System.out.print(table(line.text("host")));
            System.out.println(JsonWriter.pretty(JsonReader.read(JsonWriter.compact(json()))));
        }
    }

    private static String table(String host) {
        var table =
                new Table(
                        Column.left("TYPE"),
                        Column.right("MEMORY"),
                        Column.right("FREE"),
                        Column.left("WHY").wrapping(1));
        for (var i = 1; i <= ROWS; i++) {
            table.row("P40-" + i + "Q", Size.ofMib(i * 512L), i + " vGPUs", host);
        }
        return table.render(Screen.of(System.getenv(), true));
    }

    private static JsonArray json() {
        var items = new ArrayList<Json>();
        for (var i = 1; i <= ROWS; i++) {
            items.add(
                    JsonObject.builder()
                            .put("type", "P40-" + i + "Q")
                            .put("framebufferMib", i * 512L)
                            .put("creatable", i % 2 == 0)
                            .build());
        }
        return new JsonArray(items);
    }
}
