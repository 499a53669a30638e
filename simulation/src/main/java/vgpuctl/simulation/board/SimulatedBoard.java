package vgpuctl.simulation.board;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.mig.MigCard;

/**
 * A GPU board that can be simulated.
 *
 * @param name as it is written after {@code sim:}
 * @param device PCI device id
 * @param subsystem PCI subsystem id; 0 where no source gives it
 * @param model its name in the PCI id list
 * @param facts the board of the catalogue whose types it has
 * @param types by number
 * @param mig how one of its GPUs is cut into GPU instances; empty where it has no MIG mode
 * @param hasMigOn whether MIG mode is on when the host is new
 */
public record SimulatedBoard(
        String name,
        int device,
        int subsystem,
        String model,
        Board facts,
        HostInterface hostInterface,
        List<SimulatedType> types,
        Optional<MigCard> mig,
        boolean hasMigOn) {

    /** Where its vGPUs are made, and through what. */
    public enum HostInterface {
        MDEV_ON_PHYSICAL_FUNCTION,
        MDEV_ON_VIRTUAL_FUNCTIONS,
        VENDOR_VFIO
    }

    public boolean hasVirtualFunctions() {
        return switch (hostInterface) {
            case MDEV_ON_PHYSICAL_FUNCTION -> false;
            case MDEV_ON_VIRTUAL_FUNCTIONS, VENDOR_VFIO -> true;
        };
    }

    /**
     * How many virtual functions it has. For A2, A10, A40, A100, A6000 and L40S the captured
     * figures come out; for the others it is the simulator's choice: the smallest of these steps
     * that takes as many vGPUs as the board's smallest type allows. The driver tracks 64 at most.
     */
    public int totalVirtualFunctions() {
        if (!hasVirtualFunctions()) {
            return 0;
        }
        var most = types.stream().mapToInt(SimulatedType::max).max().orElseThrow();
        for (var step : List.of(16, 32, 48)) {
            if (most <= step) {
                return step;
            }
        }
        return 64;
    }

    /**
     * Where the first virtual function lies behind its physical one, in functions: 4 on A2, A10,
     * A40, A100, A6000 and L40S, as captured. 2 on the generations that nobody captured, so that
     * nothing is built on the 4.
     */
    public int firstVirtualFunction() {
        return switch (facts.architecture()) {
            case MAXWELL, PASCAL, VOLTA, TURING, AMPERE, ADA -> 4;
            case HOPPER, BLACKWELL -> 2;
        };
    }

    public boolean hasMixedSizes() {
        return types.stream().anyMatch(type -> !type.mixed().ids().isEmpty());
    }

    public Optional<SimulatedType> type(int id) {
        return types.stream().filter(type -> type.id() == id).findFirst();
    }

    public String deviceHex() {
        return HexFormat.of().toHexDigits((short) device);
    }

    public String subsystemHex() {
        return HexFormat.of().toHexDigits((short) subsystem);
    }
}
