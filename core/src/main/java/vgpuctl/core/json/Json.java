package vgpuctl.core.json;

/** A JSON value. */
public sealed interface Json
        permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /** For the writers of this package. */
    void accept(JsonVisitor visitor);
}
