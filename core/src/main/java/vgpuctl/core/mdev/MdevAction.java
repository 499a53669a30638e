package vgpuctl.core.mdev;

/** What scripts are told that is done to a device, in their words. */
public enum MdevAction {
    START("start"),
    STOP("stop"),
    DEFINE("define"),
    UNDEFINE("undefine"),
    MODIFY("modify"),
    ATTRIBUTES("attributes"),
    CAPABILITIES("capabilities");

    private final String word;

    MdevAction(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
