package vgpuctl.simulation.tools;

import java.util.List;
import vgpuctl.core.mig.MigCard;
import vgpuctl.simulation.driver.Instance;

/** The table of {@code nvidia-smi mig -lgi}, as NVIDIA's MIG user guide shows it. */
record InstanceTable(MigCard card, int gpu) {

    private static final String RULE = "+" + "-".repeat(55) + "+\n";

    private static final String HEADING =
            RULE
                    + "| GPU instances:                                        |\n"
                    + "| GPU   Name             Profile  Instance   Placement  |\n"
                    + "|                          ID       ID       Start:Size |\n"
                    + "|=======================================================|\n";

    String print(List<Instance> instances) {
        var text = new StringBuilder(HEADING);
        for (var instance : instances) {
            text.append(row(instance)).append(RULE);
        }
        return text.toString();
    }

    private String row(Instance instance) {
        var place = instance.place();
        var name = "MIG " + place.profile().name();
        var profile = "" + ProfileNumbers.of(card, place.profile());
        return "|"
                + right("" + gpu, 4)
                + "  "
                + name
                + right(profile, 22 - name.length())
                + right("" + instance.id(), 9)
                + right("" + place.start(), 11)
                + ":"
                + left("" + place.profile().size(), 6)
                + "|\n";
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
