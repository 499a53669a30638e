package vgpuctl.server.events;

import vgpuctl.core.json.JsonObject;

/**
 * Something that changed.
 *
 * @param kind {@code vgpu-added} and its like
 * @param data what it is about, as the command line's JSON has it
 */
public record Happening(String kind, JsonObject data) {}
