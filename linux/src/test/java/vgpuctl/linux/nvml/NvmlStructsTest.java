package vgpuctl.linux.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;

/** The layouts of the structs that we pass, against a C compiler's and against NVIDIA's. */
class NvmlStructsTest {

    private static final Path FACTS =
            Path.of("")
                    .toAbsolutePath()
                    .resolve("../../shared/facts/nvml_vgpu_structs.json")
                    .normalize();

    @Test
    void theyAreThoseOfTheCompiler(@TempDir Path directory) throws IOException {
        var program = directory.resolve("layouts.c");
        var binary = directory.resolve("layouts");
        Files.writeString(program, program());

        StandIn.run(
                List.of(
                        "gcc",
                        "-I",
                        StandIn.sources().toString(),
                        "-o",
                        binary.toString(),
                        program.toString()));

        assertThat(StandIn.run(List.of(binary.toString())).lines())
                .containsExactlyElementsOf(lines());
    }

    /** A C program that prints what {@link #lines} expects. */
    private static String program() {
        var text =
                new StringBuilder(
                                "#include <stddef.h>\n#include <stdio.h>\n#include \"structs.h\"\n")
                        .append("int main(void) {\n");
        for (var layout : NvmlStructs.ALL) {
            var type = layout.name().orElseThrow();
            text.append("printf(\"%s %zu\\n\", \"" + type + "\", sizeof(" + type + "));\n");
            for (var field : fields(layout)) {
                text.append(
                        "printf(\"%s.%s %zu %zu\\n\", \"@T\", \"@F\", offsetof(@T, @F), sizeof(((@T *)0)->@F));\n"
                                .replace("@T", type)
                                .replace("@F", field));
            }
        }
        return text + "return 0; }\n";
    }

    private static List<String> lines() {
        var lines = new ArrayList<String>();
        for (var layout : NvmlStructs.ALL) {
            var type = layout.name().orElseThrow();
            lines.add(type + " " + layout.byteSize());
            for (var field : fields(layout)) {
                var size = layout.select(MemoryLayout.PathElement.groupElement(field)).byteSize();
                lines.add(
                        type + "." + field + " " + NvmlStructs.offset(layout, field) + " " + size);
            }
        }
        return lines;
    }

    /** Those that have to do with vGPUs; the others are in no table of the facts. */
    @Test
    void theyAreThoseOfNvidiasHeader() throws IOException {
        assumeTrue(Files.exists(FACTS), "no " + FACTS);
        var structs =
                JsonReader.read(Files.readString(FACTS)) instanceof JsonObject all
                        ? all.object("structs").orElseThrow()
                        : JsonObject.builder().build();
        var compared = 0;
        for (var layout : NvmlStructs.ALL) {
            var theirs = structs.object("nvml" + layout.name().orElseThrow() + "_t");
            if (theirs.isPresent()) {
                compared++;
                assertThat(theirs.get().wholeNumber("size")).hasValue(layout.byteSize());
                assertThat(offsets(theirs.get())).containsAll(offsets(layout));
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(9);
    }

    private static List<String> offsets(StructLayout layout) {
        return fields(layout).stream()
                // Ours stands for a union.
                .filter(field -> !field.equals("parameters"))
                .map(field -> field + " " + NvmlStructs.offset(layout, field))
                .toList();
    }

    private static List<String> offsets(JsonObject struct) {
        return struct.array("fields").orElseThrow().items().stream()
                .map(JsonObject.class::cast)
                .map(field ->
                        field.string("name").orElseThrow()
                                + " "
                                + field.wholeNumber("offset").orElseThrow())
                .toList();
    }

    private static List<String> fields(StructLayout layout) {
        return layout.memberLayouts().stream()
                .filter(member -> !(member instanceof PaddingLayout))
                .map(member -> member.name().orElseThrow())
                .toList();
    }
}
