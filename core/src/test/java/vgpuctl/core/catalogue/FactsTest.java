package vgpuctl.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vgpuctl.core.catalogue.Modes.MixedSize;
import vgpuctl.core.type.TypeName;

/** The project's tables beside the facts that they are made of, where those lie beside it. */
class FactsTest {

    private static final Path FACTS =
            Path.of("").toAbsolutePath().resolve("../../shared/facts").normalize();

    private static final Catalogue CATALOGUE = Catalogue.ofProject();

    @BeforeEach
    void onlyWhereTheFactsAre() {
        assumeTrue(Files.isDirectory(FACTS), "the facts are not there");
    }

    @Test
    void everyNameOfATypeIsParsed() throws IOException {
        var rows = rows("vgpu_types.csv");
        assertThat(rows).hasSize(1237);
        for (var row : rows) {
            var name = new TypeName(row.field("type_name"));
            var token = row.field("type_token");
            var letters = row.field("series");
            assertThat(name.token()).isEqualTo(token);
            assertThat(name.series().orElseThrow().name() + name.suffix())
                    .as(token)
                    .isEqualTo(letters + (token.endsWith("ME") ? "ME" : ""));
            assertThat(name.board()).as(token).hasValue(row.field("family").replace("@4500", ""));
            assertThat(text(name.slices().orElse(0))).as(token).isEqualTo(row.field("mig_slices"));
            assertThat(name.isMigBacked()).as(token).isEqualTo(!row.field("mig_slices").isEmpty());
            assertThat(name.isGaming()).as(token).isFalse();
        }
    }

    @Test
    void theMaximaAreThoseOfTheFacts() throws IOException {
        for (var row : rows("vgpu_types.csv")) {
            var board = CATALOGUE.board(row.field("family")).orElseThrow();
            var types = CATALOGUE.typesOf(board);
            var type =
                    types.stream()
                            .filter(t -> t.name().full().equals(row.field("type_name")))
                            .findFirst()
                            .orElseThrow();
            var most = type.most();
            assertThat(text(most.perGpu().orElse(0))).isEqualTo(row.field("max_per_gpu"));
            assertThat(text(most.mixed().orElse(0))).isEqualTo(row.field("max_mixed_size"));
            assertThat(text(most.perInstance().orElse(0))).isEqualTo(row.field("max_per_gi"));
        }
    }

    private static String text(int number) {
        return number == 0 ? "" : Integer.toString(number);
    }

    @Test
    void everyNameOfAGamingTypeIsOne() throws IOException {
        var rows = rows("vgpu_types_gaming.csv");
        assertThat(rows).hasSize(187);
        for (var row : rows) {
            var name = new TypeName(row.field("type_name"));
            assertThat(name.isGaming()).as(name.full()).isTrue();
            assertThat(name.framebufferGb().orElseThrow()).as(name.full()).isBetween(1, 96);
        }
    }

    private record Row(List<String> names, List<String> fields) {

        String field(String name) {
            return fields.get(names.indexOf(name));
        }
    }

    @Test
    void theGamingTypesAreThoseOfTheFacts() throws IOException {
        var devices = new TreeMap<Integer, List<String>>();
        for (var row : rows("vgpu_types_gaming.csv")) {
            devices.computeIfAbsent(
                            HexFormat.fromHexDigits(row.field("pci_devid")), _ -> new ArrayList<>())
                    .add(row.field("type_name"));
        }
        devices.forEach((device, names) ->
                assertThat(CATALOGUE.gamingTypesOf(device))
                        .extracting(TypeName::full)
                        .containsExactlyInAnyOrderElementsOf(names));
    }

    @Test
    void theModesAreThoseOfTheFacts() throws IOException {
        for (var row : rows("gpus.csv")) {
            var board = CATALOGUE.board(row.field("family")).orElseThrow();
            var modes = CATALOGUE.modesOf(board);
            assertThat(modes.mixedSize() == MixedSize.SUPPORTED)
                    .as(board.token())
                    .isEqualTo(row.field("mixed_size").startsWith("yes"));
            assertThat(modes.equalSizeIdsSince().isPresent())
                    .as(board.token())
                    .isEqualTo(row.field("equal_size_placement_ids").equals("yes"));
            assertThat(text(modes.migSlices().orElse(0)))
                    .as(board.token())
                    .isEqualTo(row.field("mig_slices"));
        }
    }

    /** Rows by the names of their columns; a quoted field may have commas. */
    private static List<Row> rows(String file) throws IOException {
        var lines = Files.readAllLines(FACTS.resolve(file));
        var names = fields(lines.getFirst());
        var rows = new ArrayList<Row>();
        for (var line : lines.subList(1, lines.size())) {
            rows.add(new Row(names, fields(line)));
        }
        return rows;
    }

    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.length(); i++) {
            var c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
