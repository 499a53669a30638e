package vgpuctl.core.others;

import vgpuctl.core.inventory.HostSnapshot;

/** Makes a layout of what another program keeps, in a file or on the host. */
public interface Importer {

    /**
     * The layout.
     *
     * @param host the host that it is to be for
     * @param texts what others keep on it; read only where no file was named
     * @throws vgpuctl.core.problem.ProblemException where there is nothing that can be read
     */
    Imported of(HostSnapshot host, OthersTexts texts);
}
