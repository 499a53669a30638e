package vgpuctl.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.files.RealDisk;

/** The root of a host, a file at a time: what a kernel could show, and what none should. */
public record HandMadeHost(Path root) {

    private static final String DEVICES = "/sys/bus/pci/devices/";
    private static final String PARENTS = "/sys/class/mdev_bus/";

    public HostFiles files() {
        return new HostFiles(root, new RealDisk());
    }

    public HandMadeHost file(String path, String text) {
        return bytes(path, text.getBytes(UTF_8));
    }

    public HandMadeHost bytes(String path, byte... bytes) {
        try {
            Files.createDirectories(at(path).resolveSibling("."));
            Files.write(at(path), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public HandMadeHost directory(String path) {
        try {
            Files.createDirectories(at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public HandMadeHost link(String path, String target) {
        try {
            Files.createDirectories(at(path).resolveSibling("."));
            Files.createSymbolicLink(at(path), Path.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /** A Tesla P10 at an address, held by a driver. */
    public HandMadeHost card(String address, String driver) {
        return card(address)
                .link(DEVICES + address + "/driver", "../../../bus/pci/drivers/" + driver);
    }

    /** One that no driver holds. */
    public HandMadeHost card(String address) {
        return function(address, "pci:v000010DEd00001B39sv000010DEsd00001217bc03sc02i00\n");
    }

    public HandMadeHost function(String address, String modalias) {
        return file(DEVICES + address + "/modalias", modalias);
    }

    public HandMadeHost attribute(String address, String name, String text) {
        return file(DEVICES + address + "/" + name, text);
    }

    /** A type of a PCI device, as NVIDIA's driver describes it. */
    public HandMadeHost type(String address, String id, String name, int mib, int most) {
        var directory = DEVICES + address + "/mdev_supported_types/" + id;
        return file(directory + "/name", name + "\n")
                .file(directory + "/available_instances", most + "\n")
                .file(
                        directory + "/description",
                        "num_heads=4, frl_config=60, framebuffer="
                                + mib
                                + "M, max_resolution=7680x4320, max_instance="
                                + most
                                + "\n");
    }

    /** A parent that is not on PCI, and a type of it. */
    public HandMadeHost otherParent(String name, String type) {
        return file(
                PARENTS + name + "/mdev_supported_types/" + type + "/available_instances", "24\n");
    }

    public HandMadeHost mdev(String uuid, String parent, String type) {
        return link("/sys/bus/mdev/devices/" + uuid, "../../../devices/" + parent + "/" + uuid)
                .link(
                        "/sys/devices/" + parent + "/" + uuid + "/mdev_type",
                        "../mdev_supported_types/" + type);
    }
}
