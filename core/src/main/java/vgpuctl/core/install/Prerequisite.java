package vgpuctl.core.install;

/** What kernel modules are built with. */
public enum Prerequisite {
    COMPILER("gcc"),
    MAKE("make"),
    /** Builds modules again for every new kernel. */
    DKMS("dkms"),
    /** Of the running kernel. */
    HEADERS("kernel headers");

    private final String word;

    Prerequisite(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
