package vgpuctl.core.guest;

import java.util.List;

/** Writes the files of a {@link Kit}. */
public interface KitWriter {

    /**
     * What was written.
     *
     * @param files their paths
     * @param notes what could not be, and what to do instead
     */
    record Written(List<String> files, List<String> notes) {}

    /**
     * The text of a client configuration token.
     *
     * @throws vgpuctl.core.problem.ProblemException where the file is none
     */
    String token(String file);

    /**
     * Writes them below a directory, and an ISO image of them for cloud-init where a tool for that
     * is there. Files that are there already are replaced; the token can be read by their owner
     * only.
     *
     * @throws vgpuctl.core.problem.ProblemException where one cannot be written
     */
    Written write(String directory, List<KitFile> files);
}
