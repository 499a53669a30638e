package vgpuctl.core.inventory;

/** An attribute of sysfs below a device, and what is written into it once the device is there. */
public record MdevAttribute(String name, String value) {

    /** NVIDIA's plugin parameters: the one attribute that a vGPU has. */
    public static final String PARAMETERS = "nvidia/vgpu_params";

    /** A name becomes part of a path: it must not lead out of the device's folder. */
    public boolean isSafe() {
        if (name.isEmpty() || name.startsWith("/") || name.indexOf('\0') >= 0) {
            return false;
        }
        for (var part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
