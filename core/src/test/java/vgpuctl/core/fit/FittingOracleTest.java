package vgpuctl.core.fit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a solver that tries everything, on small hosts in all states. */
class FittingOracleTest {

    private static final int HOSTS_PER_SEED = 400;

    @ParameterizedTest(name = "seeds from {0} on")
    @ValueSource(longs = {10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000})
    void neverMissesAFitNeverProposesAnImpossibleOneAndWastesNothing(long from) {
        var fitting = 0;
        for (var seed = from; seed < from + HOSTS_PER_SEED; seed++) {
            var host = new RandomHost(seed);
            var cards = host.cards(3);
            var demand = host.demand(4);
            var best = ChocoOracle.best(cards, demand);
            var fit = Fitting.of(cards, demand);
            assertThat(fit instanceof Fit.Fits)
                    .as("seed %s: %s on %s", seed, demand, cards)
                    .isEqualTo(best.isPresent());
            if (fit instanceof Fit.Fits fits) {
                fitting++;
                new FitChecker(cards, demand, fits).check();
                assertThat(ChocoOracle.objective(cards, demand, fits))
                        .as("seed %s: %s on %s", seed, demand, cards)
                        .isEqualTo(best.orElseThrow());
            }
        }
        assertThat(fitting).isBetween(HOSTS_PER_SEED / 5, HOSTS_PER_SEED * 4 / 5);
    }
}
