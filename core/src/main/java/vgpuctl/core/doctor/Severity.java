package vgpuctl.core.doctor;

/** How much a finding matters; the worst first. */
public enum Severity {
    /** Something does not work. */
    ERROR("error"),
    /** Something will not work, or works worse than it could. */
    WARNING("warning"),
    /** Good to know; nothing has to be done. */
    NOTICE("notice");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public boolean isWorseThan(Severity other) {
        return compareTo(other) < 0;
    }
}
