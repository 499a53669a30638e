package vgpuctl.core.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonWriter;

/**
 * What we did to a host for its driver, for taking it back.
 *
 * @param installed the package; empty while none is
 * @param kernelOptions those that we added to the kernel's command line
 */
public record InstallRecord(Optional<Installed> installed, List<String> kernelOptions) {

    /** A package that was installed. */
    public record Installed(String name, PackageFormat format, String version) {}

    public InstallRecord {
        kernelOptions = List.copyOf(kernelOptions);
    }

    public static InstallRecord none() {
        return new InstallRecord(Optional.empty(), List.of());
    }

    public InstallRecord with(DriverPackage driver) {
        return new InstallRecord(
                Optional.of(new Installed(driver.name(), driver.format(), driver.version())),
                kernelOptions);
    }

    /** With options that were added besides those of before. */
    public InstallRecord adding(List<String> options) {
        var all = new ArrayList<>(kernelOptions);
        options.stream().filter(option -> !all.contains(option)).forEach(all::add);
        return new InstallRecord(installed, all);
    }

    public String text() {
        var json = JsonObject.builder();
        installed.ifPresent(driver ->
                json.put("name", driver.name())
                        .put("format", driver.format().name())
                        .put("version", driver.version()));
        return JsonWriter.pretty(json.put("kernelOptions", kernelOptions).build()) + "\n";
    }

    /** Empty where it is no record of this version. */
    public static Optional<InstallRecord> parse(String text) {
        return JsonReader.readObject(text)
                .map(json -> new InstallRecord(installed(json), options(json)));
    }

    private static Optional<Installed> installed(JsonObject json) {
        var name = json.string("name");
        var version = json.string("version");
        return json.string("format")
                .flatMap(InstallRecord::format)
                .filter(_ -> name.isPresent() && version.isPresent())
                .map(format -> new Installed(name.orElseThrow(), format, version.orElseThrow()));
    }

    private static Optional<PackageFormat> format(String name) {
        for (var format : PackageFormat.values()) {
            if (format.name().equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private static List<String> options(JsonObject json) {
        var options = new ArrayList<String>();
        for (var item : json.array("kernelOptions").map(JsonArray::items).orElse(List.of())) {
            if (item instanceof JsonString(var option)) {
                options.add(option);
            }
        }
        return options;
    }
}
