package vgpuctl.core.type;

/** What a vGPU type is sold for: the letter behind its frame buffer size. */
public enum Series {
    A("apps"),
    B("desktop"),
    C("compute"),
    Q("workstation");

    private final String use;

    Series(String use) {
        this.use = use;
    }

    /** One word for people and for {@code --use}. */
    public String use() {
        return use;
    }
}
