package vgpuctl.simulation.driver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigGeometry;
import vgpuctl.simulation.board.SimulatedBoard;

/**
 * One GPU and all that its driver has been told.
 *
 * @param address of its physical function
 * @param virtualFunctions how many are enabled
 * @param mixedSizes whether vGPUs of several sizes may lie on it
 * @param instances its GPU instances, by number
 * @param vgpus in the order of their functions; on one function in that of their names
 */
public record Card(
        String address,
        SimulatedBoard board,
        int virtualFunctions,
        MigMode mig,
        boolean mixedSizes,
        Scheduler scheduler,
        List<Instance> instances,
        List<Vgpu> vgpus) {

    private static final int FUNCTIONS_OF_A_DEVICE = 8;

    /** As a new host has it: virtual functions enabled, nothing on it. */
    public static Card fresh(String address, SimulatedBoard board) {
        return new Card(
                address,
                board,
                board.totalVirtualFunctions(),
                MigMode.of(board.hasMigOn()),
                false,
                Scheduler.BEST_EFFORT,
                List.of(),
                List.of());
    }

    /** What a restart of the host leaves of it: MIG mode. */
    public Card afterReboot() {
        return new Card(
                address,
                board,
                0,
                mig.afterReset(),
                false,
                Scheduler.BEST_EFFORT,
                List.of(),
                List.of());
    }

    /** Without mixed sizes and GPU instances: to enable or disable functions clears both. */
    public Card withVirtualFunctions(int count) {
        return new Card(address, board, count, mig, false, scheduler, List.of(), vgpus);
    }

    /** A change of MIG mode that is in force resets the GPU, and mixed sizes with it. */
    public Card with(MigMode mode) {
        var sizes = mixedSizes && mode.current() == mig.current();
        return new Card(address, board, virtualFunctions, mode, sizes, scheduler, instances, vgpus);
    }

    public Card withMixedSizes(boolean mixed) {
        return new Card(address, board, virtualFunctions, mig, mixed, scheduler, instances, vgpus);
    }

    public Card with(Scheduler other) {
        return new Card(address, board, virtualFunctions, mig, mixedSizes, other, instances, vgpus);
    }

    /** With this GPU instance, in place of the one with its number if there is one. */
    public Card with(Instance instance) {
        var others = new ArrayList<>(without(instance).instances);
        others.add(instance);
        others.sort((left, right) -> Integer.compare(left.id(), right.id()));
        return withInstances(others);
    }

    public Card without(Instance instance) {
        return withInstances(
                instances.stream().filter(other -> other.id() != instance.id()).toList());
    }

    private Card withInstances(List<Instance> others) {
        return new Card(
                address,
                board,
                virtualFunctions,
                mig,
                mixedSizes,
                scheduler,
                List.copyOf(others),
                vgpus);
    }

    Card with(Vgpu vgpu) {
        var more = new ArrayList<>(vgpus);
        more.add(vgpu);
        return withVgpus(more);
    }

    Card without(Vgpu vgpu) {
        return withVgpus(vgpus.stream().filter(other -> !other.equals(vgpu)).toList());
    }

    private Card withVgpus(List<Vgpu> others) {
        var sorted = new ArrayList<>(others);
        sorted.sort(Comparator.comparing(Vgpu::function).thenComparing(Vgpu::name));
        return new Card(
                address,
                board,
                virtualFunctions,
                mig,
                mixedSizes,
                scheduler,
                instances,
                List.copyOf(sorted));
    }

    /** The address of a virtual function, by its number. */
    public String virtualFunction(int number) {
        var place = board.firstVirtualFunction() + number;
        var device = HexFormat.of().toHexDigits((byte) (place / FUNCTIONS_OF_A_DEVICE));
        var bus = address.substring(0, address.lastIndexOf(':'));
        return bus + ":" + device + "." + place % FUNCTIONS_OF_A_DEVICE;
    }

    /** The functions that vGPUs are made on now. */
    public List<String> parents() {
        if (!board.hasVirtualFunctions()) {
            return List.of(address);
        }
        var functions = new ArrayList<String>();
        for (var number = 0; number < virtualFunctions; number++) {
            functions.add(virtualFunction(number));
        }
        return functions;
    }

    public List<Vgpu> vgpusOn(String function) {
        return vgpus.stream().filter(vgpu -> vgpu.function().equals(function)).toList();
    }

    /** The vGPU that is this virtual function, or this mediated device. */
    public Optional<Vgpu> vgpu(String name) {
        return vgpus.stream().filter(vgpu -> vgpu.name().equals(name)).findFirst();
    }

    public boolean isUsed(Instance instance) {
        return vgpus.stream()
                .anyMatch(vgpu -> vgpu.gpuInstance().stream().anyMatch(id -> id == instance.id()));
    }

    /** How it is cut; only a card that can be cut has any. */
    public MigGeometry geometry(MigCard card) {
        return new MigGeometry(card, instances.stream().map(Instance::place).toList());
    }
}
