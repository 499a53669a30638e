package vgpuctl.core.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * Members by name, in the order in which they were written. Equality does not look at the order.
 *
 * <p>The typed accessors are empty both where the member is absent and where it is of another kind;
 * a reader that has to tell the two apart looks at {@link #member}.
 */
public record JsonObject(SequencedMap<String, Json> members) implements Json {

    public JsonObject {
        members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    @Override
    public void accept(JsonVisitor visitor) {
        visitor.object(this);
    }

    public static Builder builder() {
        return new Builder();
    }

    public Optional<Json> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    public Optional<String> string(String name) {
        return members.get(name) instanceof JsonString(var value)
                ? Optional.of(value)
                : Optional.empty();
    }

    public OptionalLong wholeNumber(String name) {
        return members.get(name) instanceof JsonNumber number
                ? number.wholeNumber()
                : OptionalLong.empty();
    }

    public Optional<Boolean> truth(String name) {
        return members.get(name) instanceof JsonBoolean(var value)
                ? Optional.of(value)
                : Optional.empty();
    }

    public Optional<JsonObject> object(String name) {
        return members.get(name) instanceof JsonObject object
                ? Optional.of(object)
                : Optional.empty();
    }

    public Optional<JsonArray> array(String name) {
        return members.get(name) instanceof JsonArray array ? Optional.of(array) : Optional.empty();
    }

    /** Collects members in order; a name given twice is a mistake in the program. */
    public static final class Builder {

        private final LinkedHashMap<String, Json> members = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, Json value) {
            if (members.putIfAbsent(name, value) != null) {
                throw new IllegalStateException("member given twice: " + name);
            }
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new JsonString(value));
        }

        public Builder put(String name, long value) {
            return put(name, JsonNumber.of(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, new JsonBoolean(value));
        }

        /** Strings, as an array. */
        public Builder put(String name, List<String> values) {
            return put(name, JsonArray.ofStrings(values));
        }

        /** Leaves the member out where there is no value. */
        public Builder putIfPresent(String name, Optional<String> value) {
            return value.isPresent() ? put(name, value.get()) : this;
        }

        /** Leaves the member out where there is no value. */
        public Builder putIfPresent(String name, OptionalLong value) {
            return value.isPresent() ? put(name, value.getAsLong()) : this;
        }

        public JsonObject build() {
            return new JsonObject(members);
        }
    }
}
