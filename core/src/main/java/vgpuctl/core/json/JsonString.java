package vgpuctl.core.json;

/** A string. */
public record JsonString(String value) implements Json {
    @Override
    public void accept(JsonVisitor visitor) {
        visitor.string(value);
    }
}
