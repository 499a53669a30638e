package vgpuctl.core.inventory;

import java.util.function.Function;

/** A fact of a host, or why it could not be seen. */
public sealed interface Reading<T> {

    record Known<T>(T value) implements Reading<T> {}

    /**
     * Could not be seen.
     *
     * @param why one sentence for a person, naming the file or tool
     */
    record Unknown<T>(String why) implements Reading<T> {}

    static <T> Reading<T> of(T value) {
        return new Known<>(value);
    }

    static <T> Reading<T> unknown(String why) {
        return new Unknown<>(why);
    }

    default <R> Reading<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Known<T>(var value) -> new Known<>(change.apply(value));
            case Unknown<T>(var why) -> new Unknown<>(why);
        };
    }

    default T orElse(T other) {
        return switch (this) {
            case Known<T>(var value) -> value;
            case Unknown<T> _ -> other;
        };
    }
}
