package vgpuctl.core.text;

/** Frame buffer sizes in the words of the field: nominal GB, {@code 12 GB}, {@code 512 MB}. */
public final class Size {

    private static final int MIB_PER_GB = 1024;

    private Size() {}

    public static String ofMib(long mib) {
        var whole = mib / MIB_PER_GB;
        var rest = mib % MIB_PER_GB;
        if (rest == 0) {
            return whole + " GB";
        }
        return whole == 0 ? mib + " MB" : whole + " GB " + rest + " MB";
    }
}
