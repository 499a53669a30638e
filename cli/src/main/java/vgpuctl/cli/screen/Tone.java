package vgpuctl.cli.screen;

/** How a piece of text is meant; a screen with colours shows it, any other leaves it out. */
public enum Tone {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    WARNING("33"),
    BAD("31");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** The parameter of the terminal's "select graphic rendition". */
    String code() {
        return code;
    }
}
