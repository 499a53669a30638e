package vgpuctl.simulation.board;

import static vgpuctl.simulation.board.SimulatedBoard.HostInterface.MDEV_ON_PHYSICAL_FUNCTION;
import static vgpuctl.simulation.board.SimulatedBoard.HostInterface.MDEV_ON_VIRTUAL_FUNCTIONS;
import static vgpuctl.simulation.board.SimulatedBoard.HostInterface.VENDOR_VFIO;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.catalogue.Board.VgpusLiveOn;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.mig.MigCards;
import vgpuctl.core.problem.Problem;
import vgpuctl.simulation.board.SimulatedBoard.HostInterface;

/**
 * Every board of the catalogue, by its token in lower case: {@code t4}, {@code h200x:vfio}, {@code
 * a100:mdev}. A token with {@code -mig} behind it is the board with its MIG mode on. Boards with
 * virtual functions offer them in two ways; where none is named, it is vendor-specific VFIO.
 */
public final class SimulatedBoards {

    /** The runbook's card, which the driver takes for a Tesla P40; its ids are captured. */
    private static final String RUNBOOKS_CARD = "tesla-p10";

    private static final int P10_DEVICE = 0x1b39;
    private static final int P10_SUBSYSTEM = 0x1217;

    /** Names that people know a board by, and its token in lower case. */
    private static final Map<String, String> ALSO_KNOWN_AS =
            Map.of(
                    RUNBOOKS_CARD,
                    "p40",
                    "tesla-p40",
                    "p40",
                    "tesla-v100",
                    "v100",
                    "rtx-pro-6000",
                    "dc");

    private static final String EXAMPLES =
            "tesla-p10, tesla-p40, tesla-v100, rtx6000, t4; with :mdev or :vfio behind it a2, a10,"
                    + " a40, a100, a100-mig, l4, l40s, h100, rtx-pro-6000; or the token of any other"
                    + " board in lower case: h200x for H200X-141C";

    private static final String MDEV = ":mdev";
    private static final String VFIO = ":vfio";
    private static final String MIG = "-mig";

    private final Catalogue catalogue;
    private final MigCards migCards;
    private final Map<String, SimulatedBoard> made = new ConcurrentHashMap<>();

    private SimulatedBoards(Catalogue catalogue, MigCards migCards) {
        this.catalogue = catalogue;
        this.migCards = migCards;
    }

    /** Those of the project's own catalogue. */
    public static SimulatedBoards ofProject() {
        return new SimulatedBoards(Catalogue.ofProject(), MigCards.ofProject());
    }

    /** A name for each board and interface, in the order of the catalogue. */
    public List<String> names() {
        var names = new ArrayList<String>();
        for (var board : catalogue.boards()) {
            var name = board.token().toLowerCase(Locale.ROOT);
            if (board.placement() == VgpusLiveOn.PHYSICAL_FUNCTION) {
                names.add(name);
            } else {
                names.add(name + MDEV);
                names.add(name + VFIO);
            }
        }
        return names;
    }

    /** Those, and before them the names that people know boards by. */
    public List<String> allNames() {
        var all = new ArrayList<>(new TreeSet<>(ALSO_KNOWN_AS.keySet()));
        all.addAll(names());
        return all;
    }

    /**
     * The board of that name.
     *
     * @throws vgpuctl.core.problem.ProblemException where there is none
     */
    public SimulatedBoard named(String name) {
        return made.computeIfAbsent(name, this::make);
    }

    private SimulatedBoard make(String name) {
        var suffix = name.endsWith(MDEV) ? MDEV : name.endsWith(VFIO) ? VFIO : "";
        var board = name.substring(0, name.length() - suffix.length());
        var plain = board(board);
        var facts = plain.or(() -> withoutMig(board)).orElseThrow(() -> noSuchBoard(name).thrown());
        var isOnPhysicalFunction = facts.placement() == VgpusLiveOn.PHYSICAL_FUNCTION;
        if (isOnPhysicalFunction && !suffix.isEmpty()) {
            throw new Problem.BadInput(
                            "a simulated " + board + " has mdev on its physical function only",
                            "write it without " + suffix)
                    .thrown();
        }
        var hostInterface = suffix.equals(MDEV) ? MDEV_ON_VIRTUAL_FUNCTIONS : VENDOR_VFIO;
        return make(
                name,
                board,
                facts,
                isOnPhysicalFunction ? MDEV_ON_PHYSICAL_FUNCTION : hostInterface,
                plain.isEmpty());
    }

    private SimulatedBoard make(
            String name, String board, Board facts, HostInterface hostInterface, boolean migOn) {
        var isRunbooks = board.equals(RUNBOOKS_CARD);
        var mig = migCards.card(facts);
        return new SimulatedBoard(
                name,
                isRunbooks ? P10_DEVICE : facts.devices().getFirst(),
                isRunbooks ? P10_SUBSYSTEM : facts.subsystems().stream().findFirst().orElse(0),
                isRunbooks ? "GP102GL [Tesla P10]" : facts.model(),
                facts,
                hostInterface,
                new BoardTypes(catalogue, facts, mig).all(),
                mig,
                migOn);
    }

    private Optional<Board> board(String name) {
        var token = ALSO_KNOWN_AS.getOrDefault(name, name);
        return catalogue.boards().stream()
                .filter(board -> board.token().toLowerCase(Locale.ROOT).equals(token))
                .findFirst();
    }

    private Optional<Board> withoutMig(String name) {
        return name.endsWith(MIG)
                ? board(name.substring(0, name.length() - MIG.length()))
                        .filter(board -> migCards.card(board).isPresent())
                : Optional.empty();
    }

    /** Says which names there are. */
    public static Problem noSuchBoard(String name) {
        return new Problem.BadInput(
                "there is no simulated board '" + name + "'", "choose from: " + EXAMPLES);
    }
}
