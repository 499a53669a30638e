package vgpuctl.linux.files;

/** Who changed what: a file that only grows, a JSON object a line, on the disk before we go on. */
public final class AuditFile {

    static final String PATH = "/var/log/vgpuctl/audit.jsonl";

    private final HostFiles files;

    public AuditFile(HostFiles files) {
        this.files = files;
    }

    /** Adds a line, or refuses to where it cannot be kept. */
    public synchronized void append(String line) {
        files.createDirectories("/var/log/vgpuctl");
        files.append(PATH, line + "\n");
    }
}
