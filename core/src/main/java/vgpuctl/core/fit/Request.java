package vgpuctl.core.fit;

import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * A wish, and on which cards which types may answer it.
 *
 * @param wish its number
 */
record Request(
        int wish,
        Wanted wanted,
        int count,
        Optional<String> vm,
        BiPredicate<Card, CardType> allowed) {

    boolean isMetBy(Card card, CardType type) {
        return wanted.isMetBy(type) && allowed.test(card, type);
    }

    Request where(BiPredicate<Card, CardType> also) {
        return new Request(wish, wanted, count, vm, allowed.and(also));
    }
}
