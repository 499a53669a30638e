package vgpuctl.core.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vgpuctl.core.text.Nearest;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.upgrade.DriverFacts.Board;
import vgpuctl.core.upgrade.StoredGpu.StoredVgpu;

/**
 * What an upgrade would do to what is stored.
 *
 * @param findings in the order of the GPUs
 * @param untold what the driver's file does not say, so that it was not compared
 */
public record Rehearsal(List<UpgradeFinding> findings, List<String> untold) {

    private static final int MOST_NEAREST = 3;

    /** Whether something that is stored could not be had any more. */
    public boolean losesSomething() {
        return findings.stream().anyMatch(UpgradeFinding::isLoss);
    }

    public Rehearsal {
        findings = List.copyOf(findings);
        untold = List.copyOf(untold);
    }

    /** The same for all that is stored on a host. */
    public static Rehearsal of(Stored stored, DriverFacts driver) {
        var rehearsal = of(stored.gpus(), driver);
        var untold = new ArrayList<>(stored.untold());
        untold.addAll(rehearsal.untold);
        return new Rehearsal(rehearsal.findings, untold);
    }

    /** Compares what is stored with a driver that is not installed yet. */
    public static Rehearsal of(List<StoredGpu> stored, DriverFacts driver) {
        var findings = new ArrayList<UpgradeFinding>();
        for (var gpu : stored) {
            driver.board(gpu)
                    .ifPresentOrElse(
                            board -> compare(gpu, board, driver, findings),
                            () -> missing(gpu).ifPresent(findings::add));
        }
        return new Rehearsal(findings, untold(stored, driver));
    }

    private static Optional<UpgradeFinding> missing(StoredGpu gpu) {
        return gpu.vgpus().isEmpty()
                ? Optional.empty()
                : Optional.of(new UpgradeFinding.BoardGone(gpu.name(), gpu.vgpus().size()));
    }

    private static void compare(
            StoredGpu gpu, Board board, DriverFacts driver, List<UpgradeFinding> findings) {
        gpu.mode()
                .filter(mode -> !board.modes().getOrDefault(mode, true))
                .map(mode -> new UpgradeFinding.ModeGone(gpu.name(), mode))
                .ifPresent(findings::add);
        for (var vgpu : gpu.vgpus()) {
            findings.addAll(type(gpu, vgpu, board));
            driver.parameters()
                    .ifPresent(known ->
                            vgpu.parameters().stream()
                                    .filter(parameter -> !known.contains(parameter))
                                    .map(parameter ->
                                            new UpgradeFinding.ParameterGone(
                                                    gpu.name(), vgpu.label(), parameter))
                                    .forEach(findings::add));
        }
    }

    private static List<UpgradeFinding> type(StoredGpu gpu, StoredVgpu vgpu, Board board) {
        var now = find(board, vgpu.type());
        if (now.isEmpty()) {
            return List.of(
                    new UpgradeFinding.TypeGone(
                            gpu.name(), vgpu.label(), vgpu.type(), nearest(board, vgpu.type())));
        }
        return Stream.concat(
                        renamed(gpu, vgpu, now.get()).stream(),
                        idChanged(gpu, vgpu, now.get(), board).stream())
                .toList();
    }

    /** By its full name, or else by the short one: the words before it change. */
    private static Optional<DriverFacts.Type> find(Board board, TypeName name) {
        return board.types().stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .or(() ->
                        board.types().stream()
                                .filter(type -> type.name().token().equals(name.token()))
                                .findFirst());
    }

    private static Optional<UpgradeFinding> renamed(
            StoredGpu gpu, StoredVgpu vgpu, DriverFacts.Type now) {
        return now.name().equals(vgpu.type())
                ? Optional.empty()
                : Optional.of(
                        new UpgradeFinding.TypeRenamed(
                                gpu.name(), vgpu.label(), vgpu.type(), now.name()));
    }

    private static Optional<UpgradeFinding> idChanged(
            StoredGpu gpu, StoredVgpu vgpu, DriverFacts.Type now, Board board) {
        return vgpu.id()
                .filter(id -> !id.equals(now.id()))
                .map(id ->
                        new UpgradeFinding.IdChanged(
                                gpu.name(),
                                vgpu.label(),
                                vgpu.type(),
                                id,
                                now.id(),
                                meaning(board, id)));
    }

    private static Optional<TypeName> meaning(Board board, TypeId id) {
        return board.types().stream()
                .filter(type -> type.id().equals(id))
                .map(DriverFacts.Type::name)
                .findFirst();
    }

    /** Types of the same size and series; where there are none, types that are written alike. */
    private static List<TypeName> nearest(Board board, TypeName gone) {
        var names = board.types().stream().map(DriverFacts.Type::name).distinct().toList();
        var same = names.stream().filter(name -> size(name).equals(size(gone))).toList();
        if (!same.isEmpty()) {
            return same.subList(0, Math.min(same.size(), MOST_NEAREST));
        }
        var tokens = Nearest.to(gone.token(), names.stream().map(TypeName::token).toList());
        return names.stream().filter(name -> tokens.contains(name.token())).toList();
    }

    /** What follows the last hyphen, {@code 6Q}. */
    private static String size(TypeName name) {
        return name.token().substring(name.token().lastIndexOf('-') + 1);
    }

    private static List<String> untold(List<StoredGpu> stored, DriverFacts driver) {
        var untold = new ArrayList<String>();
        var parameters =
                stored.stream()
                        .anyMatch(gpu ->
                                gpu.vgpus().stream()
                                        .anyMatch(vgpu -> !vgpu.parameters().isEmpty()));
        if (parameters && driver.parameters().isEmpty()) {
            untold.add("which parameters the new driver takes");
        }
        for (var gpu : stored) {
            if (gpu.mode().isPresent()
                    && driver.board(gpu)
                            .filter(board -> !board.modes().containsKey(gpu.mode().get()))
                            .isPresent()) {
                untold.add("whether " + gpu.name() + " can be in mode " + gpu.mode().get());
            }
        }
        return untold;
    }
}
