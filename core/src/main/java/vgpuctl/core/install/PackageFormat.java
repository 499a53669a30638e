package vgpuctl.core.install;

/** What kind of file a driver comes as. */
public enum PackageFormat {
    RUN(".run"),
    DEB(".deb"),
    RPM(".rpm");

    private final String ending;

    PackageFormat(String ending) {
        this.ending = ending;
    }

    public String ending() {
        return ending;
    }
}
