package vgpuctl.cli.line;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which values an option or an operand takes. */
public sealed interface Accepts {

    /** Whether the value is one of those. */
    boolean accepts(String value);

    /** Which those are, for a person: {@code 1 to 32}; empty where it is any text. */
    String words();

    /** Any text; what it means is found out later, by whoever knows the host. */
    record AnyText() implements Accepts {

        @Override
        public boolean accepts(String value) {
            return true;
        }

        @Override
        public String words() {
            return "";
        }
    }

    /** One of a few words. */
    record OneOf(List<String> choices) implements Accepts {

        public OneOf {
            choices = List.copyOf(choices);
        }

        @Override
        public boolean accepts(String value) {
            return choices.contains(value);
        }

        @Override
        public String words() {
            return Wording.either(choices);
        }
    }

    /** A UUID, as any program writes one: with or without hyphens, in braces, as an URN. */
    record AnyUuid() implements Accepts {

        @Override
        public boolean accepts(String value) {
            return hexadecimal(value).isPresent();
        }

        /** The UUID that such a text means. */
        public static Optional<UUID> uuid(String value) {
            return hexadecimal(value)
                    .map(digits ->
                            new UUID(
                                    Long.parseUnsignedLong(digits.substring(0, 16), 16),
                                    Long.parseUnsignedLong(digits.substring(16), 16)));
        }

        /** Its 32 digits. */
        private static Optional<String> hexadecimal(String value) {
            var bare = value.startsWith("urn:uuid:") ? value.substring(9) : value;
            if (bare.startsWith("{") && bare.endsWith("}") && bare.length() > 1) {
                bare = bare.substring(1, bare.length() - 1);
            }
            if (bare.length() == 36
                    && bare.charAt(8) == '-'
                    && bare.charAt(13) == '-'
                    && bare.charAt(18) == '-'
                    && bare.charAt(23) == '-') {
                bare = bare.replace("-", "");
            }
            if (bare.length() != 32) {
                return Optional.empty();
            }
            for (var i = 0; i < bare.length(); i++) {
                if ("0123456789abcdefABCDEF".indexOf(bare.charAt(i)) < 0) {
                    return Optional.empty();
                }
            }
            return Optional.of(bare);
        }

        @Override
        public String words() {
            return "a UUID";
        }
    }

    /** A whole number, both ends included. */
    record WholeNumber(long least, long most) implements Accepts {

        /** More digits than any long has. */
        private static final int LONGEST = 20;

        @Override
        public boolean accepts(String value) {
            if (!isDigits(value)) {
                return false;
            }
            try {
                var number = Long.parseLong(value);
                return number >= least && number <= most;
            } catch (NumberFormatException tooLarge) {
                return false;
            }
        }

        /** ASCII digits only: {@link Long#parseLong} reads those of every script. */
        private static boolean isDigits(String value) {
            var start = value.startsWith("-") ? 1 : 0;
            for (var i = start; i < value.length(); i++) {
                if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                    return false;
                }
            }
            return value.length() > start && value.length() <= LONGEST;
        }

        @Override
        public String words() {
            return most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
        }
    }
}
