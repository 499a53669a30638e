package vgpuctl.core.inventory;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A fact of a host, or why it could not be seen.
 *
 * <p>What every looking command does with readings is a method here: the code of a {@code switch}
 * over them is made at run time, also where there is an AOT cache, and each costs half a
 * millisecond.
 */
public sealed interface Reading<T> {

    record Known<T>(T value) implements Reading<T> {

        @Override
        public <R> Reading<R> flatMap(Function<? super T, Reading<R>> change) {
            return change.apply(value);
        }

        @Override
        public Reading<T> because(UnaryOperator<String> reason) {
            return this;
        }

        @Override
        public T orElseGet(Function<? super String, ? extends T> other) {
            return value;
        }

        @Override
        public void ifKnownOrElse(Consumer<? super T> known, Consumer<? super String> unknown) {
            known.accept(value);
        }
    }

    /**
     * Could not be seen.
     *
     * @param why one sentence for a person, naming the file or tool
     */
    record Unknown<T>(String why) implements Reading<T> {

        @Override
        public <R> Reading<R> flatMap(Function<? super T, Reading<R>> change) {
            return unknown(why);
        }

        @Override
        public Reading<T> because(UnaryOperator<String> reason) {
            return unknown(reason.apply(why));
        }

        @Override
        public T orElseGet(Function<? super String, ? extends T> other) {
            return other.apply(why);
        }

        @Override
        public void ifKnownOrElse(Consumer<? super T> known, Consumer<? super String> unknown) {
            unknown.accept(why);
        }
    }

    static <T> Reading<T> of(T value) {
        return new Known<>(value);
    }

    static <T> Reading<T> unknown(String why) {
        return new Unknown<>(why);
    }

    /** What follows from the fact, which may not be seen either. */
    <R> Reading<R> flatMap(Function<? super T, Reading<R>> change);

    /** The same, with another reason where there is one. */
    Reading<T> because(UnaryOperator<String> reason);

    /** The fact, or what is given for the reason why it could not be seen. */
    T orElseGet(Function<? super String, ? extends T> other);

    void ifKnownOrElse(Consumer<? super T> known, Consumer<? super String> unknown);

    default <R> Reading<R> map(Function<? super T, ? extends R> change) {
        return flatMap(value -> of(change.apply(value)));
    }

    default T orElse(T other) {
        return orElseGet(_ -> other);
    }
}
