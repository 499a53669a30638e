package vgpuctl.fleet.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fleet.FleetGpu;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.agent.HostSide;

/** A host that has what it says and carries whatever it is told, at once. */
public final class SimulatedHost implements HostSide {

    /** R570: series may differ on a GPU of one size. */
    private static final int BRANCH = 18;

    private final HostInventory inventory;
    private final Consumer<HostAllocation> told;
    private volatile Optional<HostAllocation> carried = Optional.empty();

    public SimulatedHost(HostInventory inventory) {
        this(inventory, _ -> {});
    }

    /**
     * A host of which somebody wants to know.
     *
     * @param told each allocation that it carries, when it does
     */
    public SimulatedHost(HostInventory inventory, Consumer<HostAllocation> told) {
        this.inventory = inventory;
        this.told = told;
    }

    /**
     * A model of GPU.
     *
     * @param board its token, in any case
     */
    public static GpuModel model(String board) {
        return Catalogue.ofProject().boards().stream()
                .filter(one -> one.token().equalsIgnoreCase(board))
                .findFirst()
                .map(one -> GpuModel.of(one, BRANCH))
                .filter(model -> !model.types().isEmpty())
                .orElseThrow(() ->
                        new Problem.BadInput(
                                        "the catalogue knows no vGPUs of a board '" + board + "'",
                                        "take one of docs/catalogue.md, as A40 or L4")
                                .thrown());
    }

    /** A host with some GPUs of one model. */
    public static HostInventory inventory(String id, GpuModel model, int gpus) {
        var cards = new ArrayList<FleetGpu>();
        for (var gpu = 0; gpu < gpus; gpu++) {
            cards.add(FleetGpu.of("0000:%02x:00.0".formatted(gpu + 1), model.name()));
        }
        var plain = HostInventory.of(id, "570.158.02", model, List.of());
        return new HostInventory(
                id,
                plain.group(),
                new TreeMap<>(plain.labels()),
                plain.driver(),
                Catalogue.ofProject().branchOf(plain.driver()),
                "vfio",
                plain.resources(),
                plain.models(),
                cards);
    }

    @Override
    public HostInventory look(HostAllocation allocation) {
        return inventory;
    }

    @Override
    public List<Problem> carryOut(HostAllocation allocation) {
        carried = Optional.of(allocation);
        told.accept(allocation);
        return List.of();
    }

    /** What it carries; empty where it was never told. */
    public Optional<HostAllocation> carried() {
        return carried;
    }

    public HostInventory inventory() {
        return inventory;
    }
}
