package vgpuctl.linux.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import vgpuctl.core.problem.Problem;

/** Who changed what: a file that only grows, a JSON object a line, on the disk before we go on. */
public final class AuditFile {

    static final String PATH = "/var/log/vgpuctl/audit.jsonl";

    /** The end of the file that is looked at for its last lines. */
    private static final int TAIL_BYTES = 512 << 10;

    private final HostFiles files;

    public AuditFile(HostFiles files) {
        this.files = files;
    }

    /** Adds a line, or refuses to where it cannot be kept. */
    public synchronized void append(String line) {
        files.createDirectories("/var/log/vgpuctl");
        files.append(PATH, line + "\n");
    }

    /** Its last whole lines, at most so many, the latest last. */
    public synchronized List<String> last(int most) {
        if (!files.exists(PATH)) {
            return List.of();
        }
        try (var file = new RandomAccessFile(files.at(PATH).toFile(), "r")) {
            var start = Math.max(0, file.length() - TAIL_BYTES);
            var bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            return lines(new String(bytes, StandardCharsets.UTF_8), start == 0, most);
        } catch (IOException e) {
            throw new Problem.HostNotReady(
                            PATH + " cannot be read: " + e.getMessage(), "see who may read it")
                    .thrown();
        }
    }

    /** What begins in the middle of a line, or lacks its end, is none. */
    private static List<String> lines(String text, boolean isWhole, int most) {
        var begin = isWhole ? 0 : text.indexOf('\n') + 1;
        var lines = text.substring(begin, text.lastIndexOf('\n') + 1).lines().toList();
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }
}
