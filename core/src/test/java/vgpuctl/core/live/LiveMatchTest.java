package vgpuctl.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.Location;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.pci.Bdf;
import vgpuctl.core.type.TypeId;

/** Which vGPU the driver speaks of. */
class LiveMatchTest {

    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);

    @Test
    void anMdevIsToldByItsUuidWhateverTheOrder() {
        var one = mdev(ONE);
        var two = mdev(TWO);
        var liveTwo = live(7, Reading.of(TWO), OptionalInt.empty());
        var liveOne = live(8, Reading.of(ONE), OptionalInt.empty());

        var match = LiveMatch.of(List.of(one, two), List.of(liveTwo, liveOne));

        assertThat(match.of(one)).contains(liveOne);
        assertThat(match.of(two)).contains(liveTwo);
        assertThat(match.others()).isEmpty();
    }

    @Test
    void anMdevIsNeverToldByItsTypeAlone() {
        var live = live(7, Reading.of(TWO), OptionalInt.empty());

        assertThat(LiveMatch.of(List.of(mdev(ONE)), List.of(live)).others()).containsExactly(live);
    }

    @Test
    void functionsAreToldByTheirPlaces() {
        var low = function(4, OptionalInt.of(0));
        var high = function(5, OptionalInt.of(24));
        var liveHigh = live(7, noMdev(), OptionalInt.of(24));
        var liveLow = live(8, noMdev(), OptionalInt.of(0));

        var match = LiveMatch.of(List.of(low, high), List.of(liveHigh, liveLow));

        assertThat(match.of(low)).contains(liveLow);
        assertThat(match.of(high)).contains(liveHigh);
    }

    @Test
    void theOnlyOneOfItsTypeIsItself() {
        var function = function(4, OptionalInt.empty());
        var live = live(7, noMdev(), OptionalInt.empty());

        assertThat(LiveMatch.of(List.of(function), List.of(live)).of(function)).contains(live);
    }

    @Test
    void twoThatCannotBeToldApartAreNotGuessed() {
        var one = function(4, OptionalInt.empty());
        var two = function(5, OptionalInt.empty());
        var live = live(7, noMdev(), OptionalInt.empty());

        var match = LiveMatch.of(List.of(one, two), List.of(live));

        assertThat(match.figures()).isEmpty();
        assertThat(match.others()).containsExactly(live);
    }

    private static Reading<UUID> noMdev() {
        return Reading.unknown("not supported");
    }

    private static Vgpu mdev(UUID uuid) {
        return vgpu(uuid, new HostDevice.Mdev(uuid), OptionalInt.empty());
    }

    private static Vgpu function(int number, OptionalInt place) {
        var device = new HostDevice.PciFunction(new Bdf(0, 0x41, 0, number));
        return vgpu(new UUID(1, number), device, place);
    }

    private static Vgpu vgpu(UUID uuid, HostDevice device, OptionalInt place) {
        return new Vgpu(
                uuid,
                new DeviceName("0000:41:00.0"),
                device,
                Reading.of(new TypeId("nvidia-562")),
                Optional.empty(),
                true,
                Reading.of(Optional.empty()),
                Optional.empty(),
                Parameters.NONE,
                new Location(place, OptionalInt.empty()));
    }

    private static LiveVgpu live(long instance, Reading<UUID> mdev, OptionalInt place) {
        return new LiveVgpu(
                new LiveVgpu.Identity(
                        instance,
                        Reading.of("vm"),
                        mdev,
                        Reading.of(562),
                        Reading.of(place),
                        Reading.of(OptionalInt.empty())),
                LiveGpu.Use.unknown("nobody asked"),
                Reading.of(0L),
                Reading.unknown("nobody asked"),
                Reading.unknown("nobody asked"),
                Reading.of(60),
                Reading.unknown("nobody asked"));
    }
}
