package vgpuctl.core.json;

/**
 * Tells the kinds of values apart for the writers.
 *
 * <p>Elsewhere a {@code switch} over the sealed type reads better. But its code is made at run time
 * even where there is an AOT cache: the first one of a run costs 3 ms with a cache and 8 without,
 * and every command that prints JSON would pay.
 */
interface JsonVisitor {

    void object(JsonObject object);

    void array(JsonArray array);

    void string(String text);

    void number(String text);

    void truth(boolean value);

    void nothing();
}
