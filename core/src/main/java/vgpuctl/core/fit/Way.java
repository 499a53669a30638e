package vgpuctl.core.fit;

import java.util.List;
import vgpuctl.core.type.TypeName;

/** Something near to what was demanded that would fit. */
public sealed interface Way {

    /** On other cards than the one that was asked for. */
    record OtherCard(List<String> cards) implements Way {}

    /** Without the wish that one card takes all, or that no card takes two. */
    record OtherSpread(List<String> cards) implements Way {}

    /**
     * Fewer of them.
     *
     * @param counts how many of each wish, in the order of the wishes
     */
    record Fewer(List<Integer> counts) implements Way {}

    /**
     * A smaller type for all of one wish.
     *
     * @param wish its number
     */
    record Smaller(int wish, TypeName type) implements Way {}

    /**
     * A mode that a card cannot be switched to now.
     *
     * @param remade the vGPUs on it that would have to be made again in that mode; none where it is
     *     empty
     * @param barred why it cannot be switched, where that is not for the vGPUs on it; else empty
     */
    record OtherMode(String card, Mode mode, List<Resident> remade, String barred) implements Way {}

    /** A vGPU that is made again on another card. */
    record Move(Resident vgpu, String from, String to) implements Way {}

    /** One clause, without a full stop. */
    default String words() {
        return switch (this) {
            case OtherCard(var cards) -> "it fits on " + String.join(", ", cards);
            case OtherSpread(var cards) -> "spread otherwise it fits: " + String.join(", ", cards);
            case Fewer(var counts) ->
                    counts.stream().mapToInt(Integer::intValue).sum() + " of them fit";
            case Smaller(_, var type) -> type.token() + " fits";
            case OtherMode(var card, var mode, var remade, var barred) ->
                    "it fits with "
                            + card
                            + " in "
                            + mode.word()
                            + " mode"
                            + (barred.isEmpty() ? "" : ", which it cannot have: " + barred)
                            + (remade.isEmpty()
                                    ? ""
                                    : ", where its "
                                            + remade.size()
                                            + (remade.size() == 1 ? " vGPU" : " vGPUs")
                                            + " would have to be made again");
            case Move(var vgpu, var from, var to) ->
                    "it fits when "
                            + vgpu.name()
                            + " ("
                            + vgpu.type().token()
                            + ") moves from "
                            + from
                            + " to "
                            + to;
        };
    }
}
