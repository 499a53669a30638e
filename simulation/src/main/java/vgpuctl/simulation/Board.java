package vgpuctl.simulation;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.catalogue.BoardType;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.problem.Problem;

/**
 * A GPU board that can be simulated.
 *
 * @param name as it is written after {@code sim:}
 * @param device PCI device id, four hex digits in lower case
 * @param subsystem PCI subsystem id, likewise; 0000 where no source gives it
 * @param pciName its name in the PCI id list
 * @param typesOf the board of the catalogue whose types it has
 * @param virtualFunctions how many it has enabled; 0 where its vGPUs live on the physical function
 */
record Board(
        String name,
        String device,
        String subsystem,
        String pciName,
        String typesOf,
        int virtualFunctions) {

    /**
     * The first is the runbook's card: its ids are those of the captured host, its types those of
     * the Tesla P40, which is the card that the driver takes it for.
     */
    private static final List<Board> ALL =
            List.of(
                    new Board("tesla-p10", "1b39", "1217", "GP102GL [Tesla P10]", "P40", 0),
                    new Board("tesla-p40", "1b38", "0000", "GP102GL [Tesla P40]", "P40", 0),
                    new Board(
                            "tesla-v100",
                            "1db4",
                            "0000",
                            "GV100GL [Tesla V100 PCIe 16GB]",
                            "V100",
                            0),
                    new Board(
                            "rtx6000",
                            "1e30",
                            "12ba",
                            "TU102GL [Quadro RTX 6000/8000]",
                            "RTX6000",
                            0),
                    new Board("t4", "1eb8", "12a2", "TU104GL [Tesla T4]", "T4", 0),
                    new Board("a2:mdev", "25b6", "157e", "GA107GL [A2 / A16]", "A2", 16),
                    new Board("a10:mdev", "2236", "0000", "GA102GL [A10]", "A10", 32),
                    new Board("a40:mdev", "2235", "0000", "GA102GL [A40]", "A40", 32));

    /**
     * NVIDIA's driver names the resolution of the older four-head desktop types like that of -1B.
     */
    private static final String DESKTOP_RESOLUTION = "5120x2880";

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
    record SimulatedType(String id, String name, String description, int maxInstances) {}

    List<SimulatedType> types() {
        var catalogue = Catalogue.ofProject();
        var types = new ArrayList<SimulatedType>();
        for (var type : catalogue.typesOf(catalogue.board(typesOf).orElseThrow())) {
            // A driver has an id for each of its types; the catalogue does not know all of them.
            if (type.id().isPresent() && type.maxPerGpu().isPresent()) {
                types.add(simulated(type));
            }
        }
        return types;
    }

    private static SimulatedType simulated(BoardType type) {
        var screens = type.screens();
        var resolution =
                screens.width().isPresent()
                        ? screens.width().getAsInt() + "x" + screens.height().orElseThrow()
                        : DESKTOP_RESOLUTION;
        var description =
                "num_heads="
                        + screens.heads().orElseThrow()
                        + ", frl_config="
                        + screens.framesPerSecond().orElseThrow()
                        + ", framebuffer="
                        + type.framebufferMib()
                        + "M, max_resolution="
                        + resolution
                        + ", max_instance="
                        + type.maxPerGpu().orElseThrow();
        return new SimulatedType(
                type.id().orElseThrow().text(),
                type.name().full(),
                description,
                type.maxPerGpu().orElseThrow());
    }
}
