package vgpuctl.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import vgpuctl.core.problem.ProblemException;

/** Where Jazzer calls in: {@code -Dvgpuctl.fuzz=layout} says what is tried. */
public final class Fuzz {

    private Fuzz() {}

    // Not as a field's value: main needs none.
    private static final class Chosen {
        private static final Target TARGET =
                Target.valueOf(
                        System.getProperty("vgpuctl.fuzz", "json")
                                .toUpperCase(Locale.ROOT)
                                .replace('-', '_'));
    }

    /** One text; what is thrown is a fault. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        try {
            Chosen.TARGET.take(data.consumeRemainingAsString());
        } catch (ProblemException _) {
            // A refusal, with its reason and its way out.
        }
    }

    /**
     * Names the targets, and writes a sample for each.
     *
     * @param arguments where to
     */
    public static void main(String[] arguments) throws IOException {
        for (var target : Target.values()) {
            var name = target.name().toLowerCase(Locale.ROOT).replace('_', '-');
            var folder = Path.of(arguments[0]).resolve(name);
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("sample"), target.sample());
            System.out.println(name);
        }
    }
}
