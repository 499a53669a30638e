package vgpuctl.core.install;

import java.util.Locale;

/**
 * A file with a driver in it.
 *
 * @param path absolute
 * @param name of the package, or of the file without its ending for a {@code .run}
 * @param version as the driver itself says it: {@code 535.161.05}
 * @param architecture as {@code uname -m} says it
 */
public record DriverPackage(
        String path,
        PackageFormat format,
        String name,
        Edition edition,
        String version,
        String architecture,
        int sizeMib) {

    /** What a driver is for. */
    public enum Edition {
        /** The Virtual GPU Manager, which a KVM host needs. */
        VGPU_HOST,
        /** For inside a VM that has a vGPU. */
        VGPU_GUEST,
        /** For a GPU that nobody shares. */
        OTHER
    }

    /** NVIDIA's names tell it. */
    public static Edition edition(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("-grid")) {
            return Edition.VGPU_GUEST;
        }
        return lower.contains("vgpu-kvm")
                        || lower.startsWith("nvidia-vgpu-ubuntu")
                        || lower.startsWith("nvidia-vgpu-rhel")
                ? Edition.VGPU_HOST
                : Edition.OTHER;
    }

    /** {@code 1:535.161.05-0ubuntu1} is {@code 535.161.05} for the driver itself. */
    public static String driverVersion(String packaged) {
        var version = packaged.substring(packaged.indexOf(':') + 1);
        var end = 0;
        while (end < version.length()
                && (Character.isDigit(version.charAt(end)) || version.charAt(end) == '.')) {
            end++;
        }
        return version.substring(0, end);
    }

    /** As {@code uname -m} says it. */
    public static String architecture(String packaged) {
        return switch (packaged) {
            case "amd64" -> "x86_64";
            case "arm64" -> "aarch64";
            default -> packaged;
        };
    }

    /** In a few words. */
    public String words() {
        return name + " (driver " + version + ")";
    }
}
