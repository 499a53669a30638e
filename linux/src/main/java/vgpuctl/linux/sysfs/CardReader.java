package vgpuctl.linux.sysfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vgpuctl.core.attach.MultiVgpuCapabilities;
import vgpuctl.core.attach.MultiVgpuRule;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.catalogue.DriverDatabase;
import vgpuctl.core.catalogue.KnownType;
import vgpuctl.core.catalogue.KnownTypes;
import vgpuctl.core.catalogue.WhyNotOffered;
import vgpuctl.core.host.KnownCards;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.type.TypeName;
import vgpuctl.linux.driver.VgpuConfigXml;
import vgpuctl.linux.files.HostFiles;

/**
 * What is known of a card by its PCI ids, whatever driver holds it: from the database of the driver
 * that is installed, and from the catalogue. Parsing the database takes as long as all the rest of
 * a look, so nobody is made to wait for it who did not ask.
 */
public final class CardReader {

    private final HostFiles files;

    public CardReader(HostFiles files) {
        this.files = files;
    }

    /** The types of GPUs; the database is read once for all of them. */
    public KnownCards knownTypes(List<PhysicalGpu> gpus) {
        var skipped = new ArrayList<String>();
        var database =
                database()
                        .orElseGet(why -> {
                            skipped.add(why);
                            return Optional.empty();
                        });
        var types = new HashMap<DeviceName, KnownTypes>();
        for (var gpu : gpus) {
            var function = function(gpu.name());
            if (function.isPresent()) {
                types.put(gpu.name(), known(database, function.get()));
            }
        }
        return new KnownCards(types, skipped);
    }

    private static KnownTypes known(Optional<DriverDatabase> database, PciFunction function) {
        return KnownTypes.of(
                Catalogue.ofProject(),
                database,
                function.deviceNumber(),
                function.subsystemNumber());
    }

    /** Which vGPUs of a GPU one VM may have together; a database that is damaged says nothing. */
    public MultiVgpuRule multiVgpuRule(PhysicalGpu gpu, MultiVgpuCapabilities running) {
        return database()
                .orElse(Optional.empty())
                .flatMap(database ->
                        function(gpu.name())
                                .flatMap(f -> database.card(f.deviceNumber(), f.subsystemNumber()))
                                .map(card ->
                                        MultiVgpuRule.of(
                                                database, card, running, gpu.architecture())))
                .orElseGet(() -> MultiVgpuRule.of(running, gpu.architecture()));
    }

    /** Why the driver that runs does not offer a type, by its full or short name, on a GPU. */
    public Optional<String> whyNotOffered(PhysicalGpu gpu, String type) {
        var known = knownTypes(List.of(gpu)).of(gpu.name());
        return named(known, type)
                .flatMap(name ->
                        WhyNotOffered.of(Catalogue.ofProject(), known, name, driverVersion()));
    }

    private static Optional<TypeName> named(KnownTypes known, String text) {
        return Stream.concat(known.types().stream(), known.leftOut().stream())
                .map(KnownType::name)
                .filter(name ->
                        name.full().equalsIgnoreCase(text) || name.token().equalsIgnoreCase(text))
                .findFirst();
    }

    private String driverVersion() {
        return files.attribute("/sys/module/nvidia/version").orElse("");
    }

    private Reading<Optional<DriverDatabase>> database() {
        return files.textIfThere(VgpuConfigXml.PATH)
                .flatMap(text ->
                        text.isPresent()
                                ? VgpuConfigXml.parse(text.get()).map(Optional::of)
                                : Reading.of(Optional.empty()));
    }

    private Optional<PciFunction> function(DeviceName gpu) {
        return files.attribute("/sys/bus/pci/devices/" + gpu + "/modalias")
                .map(PciFunction::parse)
                .orElse(Optional.empty());
    }
}
