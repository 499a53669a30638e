package vgpuctl.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.inventory.HostInterface.Cause;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.SampleHost;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;

class SelectTest {

    private static final UUID FIRST = UUID.fromString("3eb9d560-0b31-11ee-91a9-bb28039c61eb");
    private static final UUID SECOND = UUID.fromString("3eb9d561-0b31-11ee-91a9-bb28039c61eb");

    private static final HostSnapshot HOST =
            new SampleHost()
                    .with("desk", SampleHost.Q6, FIRST)
                    .with("3eb9d560x", SampleHost.Q6, SECOND)
                    .snapshot(new TypeOffer(SampleHost.Q6, Reading.of(2)));

    @ParameterizedTest
    @ValueSource(strings = {"desk", "DESK", "3eb9d560-0b31-11ee-91a9-bb28039c61eb", "3EB9D560-"})
    void aVgpuIsMeantByNameUuidOrBeginning(String text) {
        assertThat(Select.vgpu(HOST, text).uuid()).isEqualTo(FIRST);
    }

    @Test
    void aBeginningOfTwoIsAmbiguous() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Select.vgpu(HOST, "3eb9"))
                .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.Ambiguous.class));
    }

    @Test
    void lessThanFourCharactersBeginNothing() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Select.vgpu(HOST, "3eb"))
                .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.NotFound.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P40-6Q", "p40-6q", "GRID P40-6Q", "nvidia-50", "50"})
    void aTypeIsMeantByAnyOfItsNames(String text) {
        assertThat(Select.offer(HOST.gpus().getFirst(), text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "40-6Q", "P40", "GRID"})
    void aPartOfANameIsNone(String text) {
        assertThat(Select.offer(HOST.gpus().getFirst(), text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "82:00.0,          ok",
        "pci_0000_82_00_0, ok",
        "83:00.0,          NotFound",
        "eighty-two,       BadInput",
        "../82,            BadInput",
        "'',               BadInput"
    })
    void aGpuIsMeantByItsAddress(String text, String outcome) {
        if (outcome.equals("ok")) {
            assertThat(Select.gpu(HOST, text).name()).isEqualTo(SampleHost.GPU);
            return;
        }
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Select.gpu(HOST, text))
                .satisfies(
                        e -> assertThat(e.problem().getClass().getSimpleName()).isEqualTo(outcome));
    }

    @Test
    void everyCauseWhyAGpuOffersNothingNamesTheGpuAndAWayOut() {
        for (var cause :
                new Cause[] {
                    new Cause.WrongDriver(""),
                    new Cause.WrongDriver("vfio-pci"),
                    new Cause.DriverWithoutVgpu(),
                    new Cause.VirtualFunctionsOff(16),
                    new Cause.OnVirtualFunctions(16),
                    new Cause.Unseen("Permission denied")
                }) {
            var problem = Select.notReady(SampleHost.GPU, cause);
            assertThat(problem.reason()).contains("0000:82:00.0");
            assertThat(problem.wayOut()).isNotBlank();
        }
        assertThat(Select.notReady(SampleHost.GPU, new Cause.WrongDriver("vfio-pci")).reason())
                .isEqualTo("0000:82:00.0 is held by vfio-pci, which makes no vGPUs");
    }
}
