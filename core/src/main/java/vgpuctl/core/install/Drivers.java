package vgpuctl.core.install;

/** A host's drivers, and files with drivers in them. */
public interface Drivers {

    /**
     * What a file holds.
     *
     * @throws vgpuctl.core.problem.ProblemException where it is no driver
     */
    DriverPackage read(String file);

    /** What of the host matters for its driver. */
    DriverFacts facts();

    /** Where the words of all tools that were run for a driver are kept. */
    String log();
}
