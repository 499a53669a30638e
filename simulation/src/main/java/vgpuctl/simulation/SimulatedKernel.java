package vgpuctl.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.Errno;
import vgpuctl.simulation.board.SimulatedBoards;
import vgpuctl.simulation.driver.Card;
import vgpuctl.simulation.driver.DriverState;
import vgpuctl.simulation.driver.DriverStateText;
import vgpuctl.simulation.driver.Vgpu;
import vgpuctl.simulation.driver.Vgpus;
import vgpuctl.simulation.driver.Vgpus.Outcome;
import vgpuctl.simulation.sysfs.CardPlace;
import vgpuctl.simulation.sysfs.Sysfs;
import vgpuctl.simulation.sysfs.Tree;
import vgpuctl.simulation.tools.RunningVgpus.Running;

/**
 * The mdev core and NVIDIA's driver below it, answering writes as they do: capacity, error numbers,
 * lines in the log.
 *
 * <p>The driver's state is one file, which is replaced in one go; sysfs follows from it. A process
 * that is killed in the middle of a write would leave a real kernel whole. Here a mark is set for
 * the time of a change, and whoever finds it first makes sysfs follow again.
 */
final class SimulatedKernel implements AttributeWriter {

    static final String LOG = "/var/log/kernel";

    private static final String DEVICES = "/sys/bus/mdev/devices/";
    private static final String FUNCTIONS = "/sys/bus/pci/devices/";
    private static final String STATE = "/.driver";
    private static final String CHANGING = "/.changing";

    /** Read on first use only: to look at a host takes no catalogue. */
    private static final class Boards {
        static final SimulatedBoards ALL = SimulatedBoards.ofProject();
    }

    /** The attributes that can be written, where they lie. */
    private static final class Writable {
        static final Pattern CREATE =
                Pattern.compile(
                        "/sys/devices/.+/([^/]+)/mdev_supported_types/nvidia-(\\d+)/create");
        static final Pattern REMOVE = Pattern.compile("/sys/devices/.+/([0-9a-f-]{36})/remove");
        static final Pattern PARAMETERS =
                Pattern.compile("/sys/devices/.+/([^/]+)/nvidia/vgpu_params");
        static final Pattern TYPE =
                Pattern.compile("/sys/devices/.+/([^/]+)/nvidia/current_vgpu_type");

        /** The kernel knows no way to change it, since NVIDIA's driver offers none. */
        static final Pattern FUNCTION_COUNT = Pattern.compile("/sys/devices/.+/sriov_numvfs");
    }

    private final Tree tree;
    private final Sysfs sysfs;

    SimulatedKernel(Tree tree) {
        this.tree = tree;
        this.sysfs = new Sysfs(tree);
        if (tree.exists(CHANGING)) {
            tree.alone(this::settleWhatWasCutOff);
        }
    }

    private boolean settleWhatWasCutOff() {
        var cutOff = tree.exists(CHANGING);
        if (cutOff) {
            sysfs.settle(state());
            tree.delete(CHANGING);
        }
        return cutOff;
    }

    static SimulatedBoards boards() {
        return Boards.ALL;
    }

    /** Starts on a machine without a sysfs, with these boards. */
    void start(List<String> boardNames) {
        var cards = new ArrayList<Card>();
        for (var name : boardNames) {
            var board = Boards.ALL.named(name);
            for (var gpu = 0; gpu < board.facts().gpusPerBoard(); gpu++) {
                cards.add(Card.fresh(new CardPlace(cards.size()).address(), board));
            }
        }
        var state = new DriverState(List.copyOf(cards));
        tree.file(STATE, DriverStateText.print(state));
        sysfs.show(state);
    }

    void reboot() {
        tree.alone(() -> change(state(), state().afterReboot()));
    }

    DriverState state() {
        return new DriverStateText(Boards.ALL::named).parse(tree.text(STATE));
    }

    /** What somebody asks of the driver, while nobody else does. */
    <T> T ask(Function<DriverState, T> question) {
        return tree.alone(() -> question.apply(state()));
    }

    /** Makes another state the driver's. */
    DriverState change(DriverState before, DriverState after) {
        tree.file(CHANGING, "");
        tree.update(STATE, DriverStateText.print(after));
        sysfs.change(before, after);
        tree.delete(CHANGING);
        return after;
    }

    @Override
    public Answer write(String path, String value) {
        return ask(state -> answer(state, path, value));
    }

    @Override
    public Answer writeOrLeave(String path, String value) {
        return write(path, value);
    }

    private Answer answer(DriverState state, String path, String value) {
        var attribute = tree.resolved(path);
        if (attribute.isEmpty()) {
            return refused(Errno.ENOENT);
        }
        return match(Writable.CREATE, attribute.get())
                .map(m -> create(state, m.group(1), Integer.parseInt(m.group(2)), value.strip()))
                .or(() ->
                        match(Writable.REMOVE, attribute.get()).map(m -> remove(state, m.group(1))))
                .or(() ->
                        match(Writable.TYPE, attribute.get())
                                .map(m -> setType(state, m.group(1), value)))
                .or(() ->
                        match(Writable.PARAMETERS, attribute.get())
                                .map(m -> setParameters(state, m.group(1), value)))
                .or(() ->
                        match(Writable.FUNCTION_COUNT, attribute.get())
                                .map(_ -> refused(Errno.ENOENT)))
                .orElseGet(() -> refused(Errno.EACCES));
    }

    private static Optional<Matcher> match(Pattern pattern, String attribute) {
        return Optional.of(pattern.matcher(attribute)).filter(Matcher::matches);
    }

    private static Answer refused(Errno errno) {
        return new Answer.RefusedWith(errno);
    }

    private Answer create(DriverState state, String parent, int type, String text) {
        var uuid = uuid(text);
        if (uuid.isEmpty()) {
            return refused(Errno.EINVAL);
        }
        if (state.cardWith(uuid.get()).isPresent()) {
            return refused(Errno.EEXIST);
        }
        var card = state.cardOf(parent).orElseThrow();
        var mdev = new Vgpu.Mdev(uuid.get(), state.freeGroup());
        return answer(
                state,
                new Vgpus(card)
                        .create(parent, card.board().type(type).orElseThrow(), Optional.of(mdev)));
    }

    private static Optional<String> uuid(String text) {
        try {
            var uuid = UUID.fromString(text);
            return text.length() == 36 ? Optional.of(uuid.toString()) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A device that somebody has open keeps the writer waiting: no answer. */
    private Answer remove(DriverState state, String uuid) {
        if (isOpen(uuid)) {
            log(
                    uuid
                            + ": No mdev vendor driver request callback support, blocked until"
                            + " released by user");
            return new Answer.None();
        }
        var card = state.cardWith(uuid).orElseThrow();
        return answer(state, new Vgpus(card).remove(card.vgpu(uuid).orElseThrow()));
    }

    private Answer setType(DriverState state, String function, String text) {
        var card = state.cardOf(function).orElseThrow();
        return answer(state, new Vgpus(card).setType(function, text, isOpen(function)));
    }

    /** A function without a vGPU has nothing that parameters could be of. */
    private Answer setParameters(DriverState state, String name, String text) {
        return state.cardWith(name)
                .map(card ->
                        new Vgpus(card)
                                .setParameters(card.vgpu(name).orElseThrow(), text, isOpen(name)))
                .map(outcome -> answer(state, outcome))
                .orElseGet(() -> refused(Errno.EPERM));
    }

    private Answer answer(DriverState before, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var card, var logged) -> {
                change(before, before.with(card));
                log(logged);
                yield new Answer.Written();
            }
            case Outcome.Refused(var errno, var logged) -> {
                log(logged);
                yield refused(errno);
            }
        };
    }

    /**
     * The driver's answer when a process opens a vGPU beside those that it has.
     *
     * @param already the names of those
     * @param name a UUID or a function's address
     * @return the error; empty where it starts
     */
    Optional<Errno> open(List<String> already, String name) {
        var state = state();
        var card = state.cardWith(name);
        if (card.isEmpty()) {
            log(name + ": current_vgpu_type of VF not configured");
            return Optional.of(Errno.ENODEV);
        }
        if (!card.get().vgpu(name).orElseThrow().isPlacedAsWished()) {
            log(name + ": start failed. status: 0x40");
            return Optional.of(Errno.EIO);
        }
        var together = new ArrayList<>(already);
        together.add(name);
        if (together.size() > 1 && !together.stream().allMatch(n -> mayBeCombined(state, n))) {
            log(name + ": start failed. status: 0x0");
            return Optional.of(Errno.EIO);
        }
        return Optional.empty();
    }

    /** A vGPU as those tell of it who serve it. */
    Running running(String name) {
        var card = state().cardWith(name).orElseThrow();
        var type = card.vgpu(name).orElseThrow().type();
        return new Running(
                name, card.address(), type.mdevType().replace("nvidia-", ""), type.name().full());
    }

    private static boolean mayBeCombined(DriverState state, String name) {
        return state.cardWith(name).stream()
                .allMatch(card -> new Vgpus(card).mayBeCombined(card.vgpu(name).orElseThrow()));
    }

    /** Whether a process has it: a UUID or a function's address. */
    boolean isOpen(String name) {
        var group = "/dev/vfio/" + groupOf(name);
        return tree.names("/proc").stream()
                .flatMap(pid ->
                        tree.names("/proc/" + pid + "/fd").stream().map(fd -> pid + "/fd/" + fd))
                .anyMatch(fd -> tree.linked("/proc/" + fd).equals(group));
    }

    /** The IOMMU group of a mediated device or a function, which has to be there. */
    String groupOf(String name) {
        var target = tree.linked((exists(name) ? DEVICES : FUNCTIONS) + name + "/iommu_group");
        return target.substring(target.lastIndexOf('/') + 1);
    }

    /** Whether there is a mediated device. */
    boolean exists(String uuid) {
        return tree.exists(DEVICES + uuid);
    }

    boolean existsFunction(String address) {
        return tree.exists(FUNCTIONS + address);
    }

    /** Whether a VM can be given a function as it is, without another driver. */
    boolean isVendorVfio(String address) {
        return tree.exists(FUNCTIONS + address + "/nvidia/current_vgpu_type");
    }

    private void log(String line) {
        if (!line.isEmpty()) {
            var before = tree.exists(LOG) ? tree.text(LOG) : "";
            tree.file(LOG, before + "[nvidia-vgpu-vfio] " + line + "\n");
        }
    }
}
