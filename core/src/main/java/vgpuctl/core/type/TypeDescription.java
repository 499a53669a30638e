package vgpuctl.core.type;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the {@code description} attribute of a type says.
 *
 * <p>NVIDIA's driver writes {@code num_heads=4, frl_config=60, framebuffer=6144M,
 * max_resolution=7680x4320, max_instance=4}; other drivers write anything, so every field may be
 * missing.
 *
 * @param heads virtual displays
 * @param framesPerSecond the frame-rate limiter's setting
 * @param framebufferMib frame buffer of one vGPU in MiB
 * @param maxResolution width x height in pixels, {@code 7680x4320}
 * @param maxInstances vGPUs of this type on an otherwise empty GPU
 * @param text the attribute as it was read
 */
public record TypeDescription(
        OptionalInt heads,
        OptionalInt framesPerSecond,
        OptionalInt framebufferMib,
        Optional<String> maxResolution,
        OptionalInt maxInstances,
        String text) {

    public static TypeDescription parse(String text) {
        var fields = text.split(",", -1);
        return new TypeDescription(
                number(fields, "num_heads"),
                number(fields, "frl_config"),
                number(fields, "framebuffer"),
                value(fields, "max_resolution"),
                number(fields, "max_instance"),
                text);
    }

    /** What is known of a type whose driver has no such attribute. */
    public static TypeDescription known(
            OptionalInt framebufferMib, OptionalInt maxInstances, Screens screens) {
        return new TypeDescription(
                screens.heads,
                screens.framesPerSecond,
                framebufferMib,
                screens.maxResolution,
                maxInstances,
                "");
    }

    /** What a vGPU of the type can show. */
    public record Screens(
            OptionalInt heads, OptionalInt framesPerSecond, Optional<String> maxResolution) {

        public static final Screens UNKNOWN =
                new Screens(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    private static OptionalInt number(String[] fields, String key) {
        var value = value(fields, key).orElse("");
        var digits = value.endsWith("M") ? value.substring(0, value.length() - 1) : value;
        if (digits.isEmpty() || digits.length() > 9) {
            return OptionalInt.empty();
        }
        for (var i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(Integer.parseInt(digits));
    }

    private static Optional<String> value(String[] fields, String key) {
        for (var field : fields) {
            var equals = field.indexOf('=');
            if (equals > 0 && field.substring(0, equals).strip().equals(key)) {
                return Optional.of(field.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }
}
