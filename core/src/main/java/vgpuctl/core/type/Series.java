package vgpuctl.core.type;

import java.util.Optional;

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

    /** The series for a use; empty where there is none. */
    public static Optional<Series> ofUse(String use) {
        for (var series : values()) {
            if (series.use.equals(use)) {
                return Optional.of(series);
            }
        }
        return Optional.empty();
    }

    /** One word for people and for {@code --use}. */
    public String use() {
        return use;
    }
}
