package vgpuctl.simulation.tools;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.pci.Bdf;
import vgpuctl.simulation.driver.Card;
import vgpuctl.simulation.driver.DriverState;

/**
 * The arguments of {@code nvidia-smi}: options, most of them with a value.
 *
 * @param values by option; empty for one without a value
 */
record Arguments(Map<String, String> values) {

    private static final Set<String> WITHOUT_VALUE =
            Set.of(
                    "mig",
                    "vgpu",
                    "set-scheduler-state",
                    "-q",
                    "-x",
                    "-lgi",
                    "-lci",
                    "-cci",
                    "-C",
                    "-dci",
                    "-dgi",
                    "-ss");

    private static final Set<String> WITH_VALUE = Set.of("-i", "-gi", "-cgi", "-mig", "-shm", "-p");

    /** Empty where there is one that the simulated tool does not know. */
    static Optional<Arguments> parse(List<String> words) {
        var values = new HashMap<String, String>();
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (WITHOUT_VALUE.contains(word)) {
                values.put(word, "");
            } else if (WITH_VALUE.contains(word) && i + 1 < words.size()) {
                i++;
                values.put(word, words.get(i));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Arguments(values));
    }

    /** Whether these options are given and no others. */
    boolean are(String... options) {
        return values.keySet().equals(Set.of(options));
    }

    String value(String option) {
        return values.getOrDefault(option, "");
    }

    /** The GPU after {@code -i}: by its address in any notation, or by its index. */
    Optional<Card> gpu(DriverState state) {
        var wanted = value("-i");
        var address = Bdf.parse(wanted).map(Bdf::toString).orElse("");
        for (var index = 0; index < state.cards().size(); index++) {
            var card = state.cards().get(index);
            if (card.address().equals(address) || wanted.equals("" + index)) {
                return Optional.of(card);
            }
        }
        return Optional.empty();
    }
}
