package vgpuctl.core.doctor;

import java.util.List;
import java.util.Optional;

/** Where the texts come from that are examined. What cannot be read, the examination is told. */
public interface Gatherer {

    /**
     * What this host says: its logs, its tools, its files.
     *
     * @param since only what logs say from this time on, as {@code journalctl} takes it; empty for
     *     all since the host was started
     */
    void thisHost(Optional<String> since, Examination into);

    /**
     * Files of any origin; {@code -} is standard input.
     *
     * @throws vgpuctl.core.problem.ProblemException where one is not there
     */
    void logs(List<String> files, Examination into);

    /**
     * An archive that {@link #writeBundle} wrote, or another zip of logs.
     *
     * @throws vgpuctl.core.problem.ProblemException where it is none
     */
    void bundle(String file, Examination into);

    /**
     * Writes what this host says into a new archive.
     *
     * @param redacted also without host names, addresses and serial numbers; secrets never go in
     * @throws vgpuctl.core.problem.ProblemException where it is there already or cannot be written
     */
    BundleContents writeBundle(String file, boolean redacted);
}
