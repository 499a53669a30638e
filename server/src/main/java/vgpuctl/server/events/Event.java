package vgpuctl.server.events;

import vgpuctl.core.json.JsonWriter;

/**
 * A happening in its place, as it is sent: written once, however many listen.
 *
 * @param id says after which one a listener wants to go on
 * @param data a line of JSON
 */
public record Event(String id, String kind, String data) {

    static Event of(String id, Happening happening) {
        return new Event(id, happening.kind(), JsonWriter.compact(happening.data()));
    }
}
