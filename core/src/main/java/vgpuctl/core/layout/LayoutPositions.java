package vgpuctl.core.layout;

import java.util.List;
import vgpuctl.core.document.Position;

/** Where the parts of a layout stand in its text, for those who find more mistakes in it. */
public record LayoutPositions(List<OfGpu> gpus) {

    public LayoutPositions {
        gpus = List.copyOf(gpus);
    }

    /**
     * A GPU's.
     *
     * @param vgpus in the order of the layout
     */
    public record OfGpu(Position at, List<Position> vgpus) {

        public OfGpu {
            vgpus = List.copyOf(vgpus);
        }
    }
}
