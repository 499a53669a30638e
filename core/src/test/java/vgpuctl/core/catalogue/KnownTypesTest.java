package vgpuctl.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.core.catalogue.BoardType.Screens;
import vgpuctl.core.catalogue.DriverCard.Supported;
import vgpuctl.core.catalogue.DriverType.InVm;
import vgpuctl.core.catalogue.KnownType.Origin;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

class KnownTypesTest {

    private static final Catalogue CATALOGUE = Catalogue.ofProject();
    private static final int L40S = 0x26b9;
    private static final int P40 = 0x1b38;

    private static KnownTypes alone(int device, int subsystem) {
        return KnownTypes.of(CATALOGUE, Optional.empty(), device, subsystem);
    }

    private static KnownTypes with(int device, Supported... types) {
        var card =
                new DriverCard(
                        device, OptionalInt.empty(), Optional.of(true), true, List.of(types));
        var database =
                new DriverDatabase(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(types).stream().map(Supported::type).toList(),
                        List.of(card));
        return KnownTypes.of(CATALOGUE, Optional.of(database), device, 0);
    }

    /** A type of which the database says its id, its name and its maximum only. */
    private static Supported bare(int id, String name, int most) {
        var none = OptionalInt.empty();
        var type =
                new DriverType(
                        new TypeId("nvidia-" + id),
                        new TypeName(name),
                        "Quadro",
                        none,
                        none,
                        new Screens(none, none, none, none),
                        Optional.empty(),
                        Optional.empty(),
                        new InVm(Optional.empty(), Optional.empty()),
                        List.of());
        return new Supported(type, OptionalInt.of(most));
    }

    @Test
    void withoutADatabaseTheCatalogueAnswers() {
        var known = alone(P40, 0);
        assertThat(known.types()).hasSize(25).allMatch(t -> t.origin() == Origin.CATALOGUE);
        assertThat(known.leftOut()).isEmpty();
        var twelve = known.withId(new TypeId("nvidia-286")).orElseThrow();
        assertThat(twelve.name().token()).isEqualTo("P40-12C");
        assertThat(twelve.description().framebufferMib()).hasValue(12288);
        assertThat(twelve.description().maxInstances()).hasValue(2);
        assertThat(twelve.description().maxResolution()).hasValue("4096x2160");
    }

    @Test
    void theDatabaseWinsAndTheCatalogueFillsInWhatItLeavesOut() {
        var known = with(P40, bare(999, "GRID P40-12C", 1), bare(1000, "GRID P40-7Q", 3));
        assertThat(known.types())
                .extracting(t -> t.name().token())
                .containsExactly("P40-7Q", "P40-12C");
        assertThat(known.types()).allMatch(t -> t.origin() == Origin.DRIVER);
        var twelve = known.withId(new TypeId("nvidia-999")).orElseThrow().description();
        assertThat(twelve.maxInstances()).hasValue(1);
        assertThat(twelve.framebufferMib()).hasValue(12288);
        assertThat(twelve.heads()).hasValue(1);
        assertThat(known.leftOut()).hasSize(24);
        assertThat(known.withId(new TypeId("nvidia-286"))).isEmpty();
        assertThat(known.named(new TypeName("GRID P40-24Q"))).isPresent();
    }

    @Test
    void aDatabaseThatHasNotTheCardLeavesItToTheCatalogue() {
        var card = new DriverCard(L40S, OptionalInt.empty(), Optional.empty(), true, List.of());
        var database =
                new DriverDatabase(Optional.empty(), Optional.empty(), List.of(), List.of(card));
        assertThat(KnownTypes.of(CATALOGUE, Optional.of(database), P40, 0))
                .isEqualTo(alone(P40, 0));
    }

    @Test
    void gamingTypesStandLastAndTheirNameIsAllThatIsKnown() {
        var known = alone(L40S, 0x1851);
        var gaming = known.types().stream().filter(t -> t.name().isGaming()).toList();
        assertThat(gaming).hasSize(10);
        assertThat(known.types().subList(known.types().size() - 10, known.types().size()))
                .isEqualTo(gaming);
        assertThat(gaming.getLast().name().token()).isEqualTo("L40S-48");
        assertThat(gaming.getLast().description().framebufferMib()).hasValue(49152);
        assertThat(gaming.getLast().description().maxInstances()).isEmpty();
    }

    @Test
    void ofTwoBoardsWithOneDeviceIdEachHasItsOwnGamingTypes() {
        assertThat(alone(0x25b6, 0x157e).types())
                .filteredOn(t -> t.name().isGaming())
                .extracting(t -> t.name().token())
                .containsExactly("A2-4", "A2-8", "A2-16");
        assertThat(alone(0x25b6, 0x14a9).types()).noneMatch(t -> t.name().isGaming());
    }

    @Test
    void ofADeviceThatNobodyHasHeardOfNothingIsKnown() {
        assertThat(alone(0x0fff, 0)).isEqualTo(KnownTypes.none());
    }

    @Test
    void anIdAndANameOfTheDriverAreDescribedByTheName() {
        var type =
                alone(L40S, 0).described(new TypeId("nvidia-5"), new TypeName("NVIDIA L40S-12Q"));
        assertThat(type.id().orElseThrow().text()).isEqualTo("nvidia-5");
        assertThat(type.framebufferMib()).hasValue(12288);
        assertThat(type.description().maxInstances()).hasValue(4);
    }

    @Test
    void aTypeThatIsNotKnownHasTheSizeOfItsName() {
        var type = alone(L40S, 0).described(new TypeId("nvidia-5"), new TypeName("NVIDIA X9-7Q"));
        assertThat(type.framebufferMib()).hasValue(7168);
        assertThat(type.description().maxInstances()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GRID P40-12C | 550.54.16 | the package of the driver 550.54.16 has no C types for this card: since branch 16 they come with NVIDIA AI Enterprise
                    GRID P40-12C | 470.68    | the driver 470.68 has no P40-12C for this card, which other releases have
                    GRID P40-2B4 | 550.54.16 | the driver 550.54.16 has no P40-2B4 for this card, which other releases have
                    GRID P40-24Q | 580.65.05 | the driver 580.65.05 is of branch 19 of the vGPU software, and branch 17 is the last that serves a Tesla P40, as far as is known
                    """)
    void aTypeThatTheDriverDroppedSaysWhy(String type, String driver, String why) {
        var card = with(P40, bare(50, "GRID P40-24Q", 1));
        assertThat(WhyNotOffered.of(CATALOGUE, card, new TypeName(type), driver)).hasValue(why);
    }

    @Test
    void aGamingTypeThatTheDriverHasNotSaysThatItIsOne() {
        var card = with(L40S, bare(1156, "NVIDIA L40S-48Q", 1));
        assertThat(WhyNotOffered.of(CATALOGUE, card, new TypeName("NVIDIA L40S-48"), "550.54.16"))
                .hasValue(
                        "L40S-48 is a cloud gaming type, which the package of the driver 550.54.16"
                                + " does not have");
    }

    @Test
    void aTypeThatTheDriverHasOrNobodyKnowsHasNoReason() {
        var card = with(P40, bare(50, "GRID P40-24Q", 1));
        for (var type : List.of("GRID P40-24Q", "GRID P40-13Q", "mtty-1")) {
            assertThat(WhyNotOffered.of(CATALOGUE, card, new TypeName(type), "550.54.16"))
                    .as(type)
                    .isEmpty();
        }
    }
}
