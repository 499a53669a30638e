package vgpuctl.core.inventory;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plugin parameters of a vGPU, {@code frame_rate_limiter=0,disable_vnc=1}, as the driver keeps
 * them in the attribute {@code nvidia/vgpu_params}. They outlive a restart of the VM, not of the
 * host (NVIDIA AI Enterprise user guide).
 *
 * @param values by name; names and values are the driver's
 */
public record Parameters(SortedMap<String, String> values) {

    public static final Parameters NONE = new Parameters(Collections.emptySortedMap());

    /** Where the driver looks for its vGPU in mixed-size mode: the vGPU's offset in GiB. */
    public static final String PLACEMENT_ID = "vgpu-placement-id";

    public Parameters {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** What an attribute holds; words without an equals sign are no parameters. */
    public static Parameters parse(String text) {
        var stripped = text.strip();
        if (stripped.isEmpty()) {
            return NONE;
        }
        var values = new TreeMap<String, String>();
        for (var part : stripped.split(",", -1)) {
            var equals = part.indexOf('=');
            if (equals > 0) {
                values.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            }
        }
        return new Parameters(values);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The value of one where it is a whole number. */
    public OptionalInt number(String name) {
        var text = values.getOrDefault(name, "");
        if (text.isEmpty() || text.length() > 9) {
            return OptionalInt.empty();
        }
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    /** These and one more, which replaces one of the same name. */
    public Parameters with(String name, String value) {
        var more = new TreeMap<>(values);
        more.put(name, value);
        return new Parameters(more);
    }

    public Parameters without(String name) {
        var fewer = new TreeMap<>(values);
        fewer.remove(name);
        return new Parameters(fewer);
    }

    /** As the driver reads them, without a newline. */
    public String text() {
        var text = new StringBuilder();
        for (var entry : values.entrySet()) {
            text.append(text.isEmpty() ? "" : ",");
            text.append(entry.getKey()).append('=').append(entry.getValue());
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
