package vgpuctl.core.json;

/** {@code true} or {@code false}. */
public record JsonBoolean(boolean value) implements Json {
    @Override
    public void accept(JsonVisitor visitor) {
        visitor.truth(value);
    }
}
