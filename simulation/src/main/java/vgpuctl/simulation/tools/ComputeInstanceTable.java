package vgpuctl.simulation.tools;

import vgpuctl.simulation.driver.Instance;

/**
 * The table of {@code nvidia-smi mig -lci}, as NVIDIA's MIG user guide shows it, of the one compute
 * instance that takes its whole GPU instance.
 */
record ComputeInstanceTable(int gpu) {

    private static final String RULE = "+" + "-".repeat(68) + "+\n";

    private static final String HEADING =
            RULE
                    + "| Compute instances:                                                 |\n"
                    + "| GPU     GPU       Name             Profile   Instance   Placement  |\n"
                    + "|       Instance                       ID        ID       Start:Size |\n"
                    + "|         ID                                                         |\n"
                    + "|====================================================================|\n";

    String print(Instance instance) {
        var profile = instance.place().profile();
        var number = ProfileNumbers.ofWholeComputeInstance(profile);
        return HEADING
                + "|%4d%7d       %-16s%6d%10d%11d:%-7d|%n"
                        .formatted(
                                gpu,
                                instance.id(),
                                "MIG " + profile.name(),
                                number,
                                0,
                                0,
                                profile.computeSlices())
                + RULE;
    }
}
