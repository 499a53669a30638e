package vgpuctl.core.live;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Reading;

/**
 * The figures of a host at one moment.
 *
 * @param source who gave them
 * @param driver version of the host's driver
 * @param skipped what could not be read and has no field of its own to say so, a sentence each
 */
public record LiveHost(
        Source source, Reading<String> driver, List<LiveGpu> gpus, List<String> skipped) {

    /** Who can give figures. */
    public enum Source {
        NVML("NVML"),
        NVIDIA_SMI("nvidia-smi");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    public LiveHost {
        gpus = List.copyOf(gpus);
        skipped = List.copyOf(skipped);
    }

    /** The figures of a GPU, or why there are none. */
    public static Reading<LiveGpu> gpu(Reading<LiveHost> live, DeviceName name) {
        return live.flatMap(host ->
                host.gpu(name)
                        .map(Reading::of)
                        .orElseGet(
                                () -> Reading.unknown(host.source() + " says nothing of " + name)));
    }

    public Optional<LiveGpu> gpu(DeviceName name) {
        return name.address()
                .flatMap(address ->
                        gpus.stream().filter(gpu -> gpu.address().equals(address)).findFirst());
    }
}
