package vgpuctl.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import vgpuctl.core.type.VgpuType;

class CapacityTest {

    private static Capacity.Creatable of(SampleHost host, VgpuType type, Reading<Integer> count) {
        var offer = new TypeOffer(type, count);
        return Capacity.of(host.snapshot(offer), SampleHost.gpu(offer), offer);
    }

    @Test
    void whereThereIsRoomNoReasonIsGiven() {
        var creatable = of(new SampleHost(), SampleHost.Q6, Reading.of(4));
        assertThat(creatable.whyNone()).isEmpty();
        assertThat(creatable.atLeast(4)).isTrue();
        assertThat(creatable.atLeast(5)).isFalse();
    }

    @Test
    void allThatFitAreThere() {
        var host =
                new SampleHost()
                        .with("a", SampleHost.C12, new UUID(0, 1))
                        .with("b", SampleHost.C12, new UUID(0, 2));
        assertThat(of(host, SampleHost.C12, Reading.of(0)).whyNone())
                .hasValue("2 × P40-12C are on this GPU, which is all that fit");
    }

    @Test
    void anotherSizeIsThere() {
        var host = new SampleHost().with("a", SampleHost.C12, new UUID(0, 1));
        assertThat(of(host, SampleHost.Q6, Reading.of(0)).whyNone())
                .hasValue("1 × P40-12C is on this GPU: all its vGPUs must have 12 GB");
    }

    @Test
    void severalTypesOfOneSizeAreCountedApart() {
        var host =
                new SampleHost()
                        .with("a", SampleHost.Q6, new UUID(0, 1))
                        .with("b", SampleHost.C6, new UUID(0, 2))
                        .with("c", SampleHost.C6, new UUID(0, 3));
        assertThat(of(host, SampleHost.C12, Reading.of(0)).whyNone())
                .hasValue(
                        "2 × P40-6C and 1 × P40-6Q are on this GPU: all its vGPUs must have 6 GB");
    }

    @Test
    void anEmptyGpuThatOffersNoneIsTheDriversDoing() {
        assertThat(of(new SampleHost(), SampleHost.Q6, Reading.of(0)).whyNone())
                .hasValue("the driver offers none, though no vGPU is on this GPU");
    }

    /** The driver then has the last word. */
    @Test
    void whatTheDriverDoesNotSayForbidsNothing() {
        var creatable = of(new SampleHost(), SampleHost.Q6, Reading.unknown("unreadable"));
        assertThat(creatable.atLeast(99)).isTrue();
        assertThat(creatable.whyNone()).isEmpty();
    }
}
