package vgpuctl.cli.screen;

/** What stands in one place of a table. */
public record Cell(String text, Tone tone) {

    public Cell {
        text = Text.visible(text);
    }

    public static Cell of(String text) {
        return new Cell(text, Tone.PLAIN);
    }
}
