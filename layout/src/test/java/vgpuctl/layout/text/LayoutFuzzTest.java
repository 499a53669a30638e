package vgpuctl.layout.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.layout.ReadLayout;

/** Whatever a text is: it is read, or its mistakes are told, and soon. */
class LayoutFuzzTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void brokenTextsGiveMistakesAndNothingElse(long seed) {
        var layouts = new RandomLayout(seed);
        var mutated = new MutatedText(seed);
        var mistaken = 0;
        for (var i = 0; i < 600; i++) {
            var layout = layouts.layout();
            var text = mutated.of(i % 2 == 0 ? LayoutText.yaml(layout) : LayoutText.json(layout));
            var read =
                    assertTimeoutPreemptively(
                            Duration.ofSeconds(20), () -> LayoutText.read(text), text);
            switch (read) {
                case ReadLayout.Understood(var understood, var positions) -> {
                    assertThat(positions.gpus()).hasSameSizeAs(understood.gpus());
                    assertThat(LayoutText.read(LayoutText.yaml(understood)))
                            .as(text)
                            .isInstanceOf(ReadLayout.Understood.class);
                }
                case ReadLayout.Mistaken(var mistakes) -> {
                    mistaken++;
                    assertThat(mistakes)
                            .isNotEmpty()
                            .isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
                }
            }
        }
        assertThat(mistaken).isBetween(100, 590);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void noiseGivesMistakesAndNothingElse(long seed) {
        var mutated = new MutatedText(seed);
        for (var i = 0; i < 500; i++) {
            var text = new StringBuilder("a");
            for (var j = 0; j < 10; j++) {
                text.append(mutated.of(""));
            }
            var noise = text.toString();
            var read =
                    assertTimeoutPreemptively(
                            Duration.ofSeconds(20), () -> LayoutText.read(noise), noise);
            assertThat(read).as(noise).isInstanceOf(ReadLayout.Mistaken.class);
        }
    }
}
