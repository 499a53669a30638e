package vgpuctl.core.live;

/** A guest's licence, as its driver told the host. */
public record Licence(State state, Expiry expiry) {

    /** In NVML's order; for how long a guest without a licence works at full speed it tells. */
    public enum State {
        UNKNOWN("unknown"),
        UNINITIALIZED("not asked for yet"),
        UNLICENSED_UNRESTRICTED("none, full speed"),
        UNLICENSED_RESTRICTED("none, slowed"),
        UNLICENSED("none"),
        LICENSED("licensed");

        private final String word;

        State(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** When it ends. */
    public sealed interface Expiry {

        /** The driver does not say. */
        record NotTold() implements Expiry {}

        record Never() implements Expiry {}

        /**
         * At this time, in UTC.
         *
         * @param text {@code 2027-01-31 23:59:59}
         */
        record At(String text) implements Expiry {}
    }
}
