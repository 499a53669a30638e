package vgpuctl.core.json;

/** The literal {@code null}: a member that is there and says nothing. */
public record JsonNull() implements Json {
    @Override
    public void accept(JsonVisitor visitor) {
        visitor.nothing();
    }
}
