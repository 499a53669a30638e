package vgpuctl.linux.nvml;

import vgpuctl.core.inventory.Reading;

/**
 * What a function gave back.
 *
 * @param code a nvmlReturn_t
 */
record NvmlReturn(String function, int code) {

    static final int SUCCESS = 0;
    static final int INSUFFICIENT_SIZE = 7;
    private static final int FUNCTION_NOT_FOUND = 13;

    static NvmlReturn missing(String function) {
        return new NvmlReturn(function, FUNCTION_NOT_FOUND);
    }

    boolean succeeded() {
        return code == SUCCESS;
    }

    <T> Reading<T> unknown() {
        return Reading.unknown(why());
    }

    String why() {
        return code == FUNCTION_NOT_FOUND
                ? "this driver's NVML has no " + function
                : function + ": " + words();
    }

    /** In the words of NVML's documentation, shortened. */
    private String words() {
        return switch (code) {
            case 1 -> "NVML is not initialised";
            case 2 -> "invalid argument";
            case 3 -> "not supported by this GPU or driver";
            case 4 -> "not permitted";
            case 6 -> "not found";
            case INSUFFICIENT_SIZE -> "too little room";
            case 9 -> "NVIDIA's driver is not loaded";
            case 10 -> "the driver did not answer in time";
            case 15 -> "the GPU has fallen off the bus or cannot be reached";
            case 16 -> "the GPU needs a reset";
            case 17 -> "refused by the operating system";
            case 18 -> "library and loaded driver have different versions: reboot, or load it anew";
            case 19 -> "in use";
            case 20 -> "out of memory";
            case 21 -> "no data yet";
            case 25 -> "the library has another layout of what was asked for";
            case 27 -> "not ready";
            case 999 -> "unknown error of the driver: see dmesg";
            default -> "error " + code;
        };
    }
}
