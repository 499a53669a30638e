/**
 * JSON as a value: read from text that is not trusted, written as JSON or as YAML.
 *
 * <p>There is no binding to classes. A codec builds a {@link vgpuctl.core.json.Json} with {@link
 * vgpuctl.core.json.JsonObject#builder} and takes one apart with its typed accessors, which costs
 * nothing at start and keeps a document's shape in one readable place.
 */
package vgpuctl.core.json;
