package vgpuctl.core.others;

import java.util.List;
import vgpuctl.core.layout.Layout;

/**
 * What became of others' state.
 *
 * @param notes what could not be carried over or had to be assumed, a sentence each
 */
public record Imported(Layout layout, List<String> notes) {

    public Imported {
        notes = List.copyOf(notes);
    }
}
