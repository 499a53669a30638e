package vgpuctl.layout.others;

/** How strangers' texts stand in notes. */
final class Notes {

    private static final int LONGEST = 60;

    private Notes() {}

    static String shown(String text) {
        var start = text.substring(0, Math.min(text.length(), LONGEST));
        return "'" + start.replaceAll("\\p{Cntrl}", "�") + (text.length() > LONGEST ? "…'" : "'");
    }
}
