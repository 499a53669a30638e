package vgpuctl.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import vgpuctl.core.problem.Problem;

/**
 * A GPU board that can be simulated.
 *
 * @param name as it is written after {@code sim:}
 * @param device PCI device id, four hex digits in lower case
 * @param subsystem PCI subsystem id, likewise; the subsystem vendor is NVIDIA
 * @param pciName its name in the PCI id list
 * @param typesTable the resource with its vGPU types
 */
record Board(String name, String device, String subsystem, String pciName, String typesTable) {

    /**
     * The runbook's card. Its ids are those of the captured host; its types are the Tesla P40's,
     * which is the card that the driver takes it for.
     */
    private static final Board TESLA_P10 =
            new Board("tesla-p10", "1b39", "1217", "GP102GL [Tesla P10]", "P40.csv");

    private static final List<Board> ALL = List.of(TESLA_P10);

    /** The board of that name. */
    static Board named(String name) {
        for (var board : ALL) {
            if (board.name.equals(name)) {
                return board;
            }
        }
        throw new Problem.BadInput(
                        "there is no simulated board '" + name + "'",
                        "choose from: " + String.join(", ", ALL.stream().map(Board::name).toList()))
                .thrown();
    }

    /**
     * A vGPU type of the board.
     *
     * @param description as the driver's {@code description} attribute writes it
     */
    record SimulatedType(
            String id, String name, String description, int framebufferMib, int maxInstances) {}

    List<SimulatedType> types() {
        try (var in = Board.class.getResourceAsStream(typesTable)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + typesTable);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(Board::type)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SimulatedType type(String line) {
        var fields = line.split(",", -1);
        var description =
                "num_heads="
                        + fields[2]
                        + ", frl_config="
                        + fields[3]
                        + ", framebuffer="
                        + fields[4]
                        + "M, max_resolution="
                        + fields[5]
                        + ", max_instance="
                        + fields[6];
        return new SimulatedType(
                fields[0],
                fields[1],
                description,
                Integer.parseInt(fields[4]),
                Integer.parseInt(fields[6]));
    }
}
