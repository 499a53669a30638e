package vgpuctl.core.catalogue;

import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.BoardType.Known;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;

/** Why a driver does not offer a type that NVIDIA has for the card: a type that it dropped. */
public final class WhyNotOffered {

    /** Since this branch, C types are in the packages of NVIDIA AI Enterprise only. */
    private static final int C_TYPES_APART_SINCE = 16;

    private WhyNotOffered() {}

    /**
     * A sentence without its end; empty where nothing is known that speaks against the type.
     *
     * @param driverVersion of the driver that runs, {@code 550.54.16}
     */
    public static Optional<String> of(
            Catalogue catalogue, KnownTypes card, TypeName type, String driverVersion) {
        var branch = catalogue.branchOf(driverVersion);
        var known = card.named(type);
        if (card.board().isEmpty() || known.isEmpty()) {
            return Optional.empty();
        }
        return droppedBoard(catalogue, card.board().get(), branch, driverVersion)
                .or(() ->
                        card.leftOut().contains(known.get())
                                ? Optional.of(leftOut(card, type, branch, driverVersion))
                                : Optional.empty());
    }

    private static Optional<String> droppedBoard(
            Catalogue catalogue, Board board, OptionalInt branch, String driverVersion) {
        return catalogue
                .servedUntil(board)
                .filter(served -> branch.orElse(0) > served.lastBranch())
                .map(served ->
                        "the driver "
                                + driverVersion
                                + " is of branch "
                                + branch.orElseThrow()
                                + " of the vGPU software, and branch "
                                + served.lastBranch()
                                + " is the last that serves a "
                                + board.model()
                                + (served.basis() == Known.DOCUMENTED
                                        ? ""
                                        : ", as far as is known"));
    }

    private static String leftOut(
            KnownTypes card, TypeName type, OptionalInt branch, String driverVersion) {
        if (type.isGaming()) {
            return type.token()
                    + " is a cloud gaming type, which the package of the driver "
                    + driverVersion
                    + " does not have";
        }
        if (isC(type) && !hasCTypes(card) && branch.orElse(0) >= C_TYPES_APART_SINCE) {
            return "the package of the driver "
                    + driverVersion
                    + " has no C types for this card: since branch "
                    + C_TYPES_APART_SINCE
                    + " they come with NVIDIA AI Enterprise";
        }
        return "the driver "
                + driverVersion
                + " has no "
                + type.token()
                + " for this card, which other releases have";
    }

    private static boolean hasCTypes(KnownTypes card) {
        return card.types().stream().anyMatch(type -> isC(type.name()));
    }

    private static boolean isC(TypeName type) {
        return type.series().equals(Optional.of(Series.C));
    }
}
