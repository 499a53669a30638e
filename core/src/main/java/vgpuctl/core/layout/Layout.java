package vgpuctl.core.layout;

import java.util.List;

/** What should be on the GPUs of a host; nothing is said of those that it does not name. */
public record Layout(List<LayoutGpu> gpus) {

    public static final String API_VERSION = "vgpuctl/v1";
    public static final String KIND = "Layout";

    public Layout {
        gpus = List.copyOf(gpus);
    }
}
