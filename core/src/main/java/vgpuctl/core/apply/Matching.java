package vgpuctl.core.apply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.apply.OnHost.OnGpu;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.layout.Need;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * Which of a host's vGPUs is which of a layout's.
 *
 * @param kept there, and what they should be
 * @param remade there, but of another type, GPU or place
 * @param missing not there at all
 * @param unnamed on the layout's GPUs, and not in it
 */
record Matching(List<Match> kept, List<Match> remade, List<Wanted> missing, List<Vgpu> unnamed) {

    /** A vGPU that is wanted and there. */
    record Match(Wanted wanted, Vgpu vgpu) {

        /** What makes it another vGPU; empty where it can be kept. */
        Optional<Difference.OfVgpu> whyRemade(HostSnapshot host) {
            return otherGpu(host).or(this::otherType).or(this::otherPlace);
        }

        private Optional<Difference.OfVgpu> otherGpu(HostSnapshot host) {
            var gpu = host.gpuOf(vgpu.parent());
            var isThere = gpu.isPresent() && gpu.get().name().equals(wanted.gpu().name());
            return isThere
                    ? Optional.empty()
                    : Optional.of(
                            remade(
                                    "its GPU",
                                    gpu.map(g -> g.name().text()).orElse(vgpu.parent().text()),
                                    wanted.gpu().name().text()));
        }

        private Optional<Difference.OfVgpu> otherType() {
            return isOfType()
                    ? Optional.empty()
                    : Optional.of(remade("its type", vgpu.typeToken(), words(wanted.wish())));
        }

        private Optional<Difference.OfVgpu> otherPlace() {
            var should = wanted.parameters().number(Parameters.PLACEMENT_ID);
            var is = vgpu.location().placementId();
            return should.isPresent() && vgpu.active() && !should.equals(is)
                    ? Optional.of(
                            remade(
                                    "its placement id",
                                    is.isPresent() ? "" + is.getAsInt() : "unknown",
                                    "" + should.getAsInt()))
                    : Optional.empty();
        }

        private Difference.OfVgpu remade(String what, String is, String should) {
            return new Difference.OfVgpu(vgpu, what, is, should, true);
        }

        private boolean isOfType() {
            return switch (wanted.wish()) {
                case LayoutVgpu.Wish.OfType(var text) -> isType(text);
                case LayoutVgpu.Wish.OfNeed(var need) -> meets(need);
            };
        }

        private boolean isType(String text) {
            var name = name();
            return name.filter(n ->
                            n.full().equalsIgnoreCase(text) || n.token().equalsIgnoreCase(text))
                            .isPresent()
                    || vgpu.type()
                            .map(TypeId::text)
                            .map(id -> id.equalsIgnoreCase(text) || id.endsWith("-" + text))
                            .orElse(false);
        }

        private Optional<TypeName> name() {
            return vgpu.resolved()
                    .map(type -> type.name())
                    .or(() -> vgpu.record().map(VgpuRecord::type));
        }

        private boolean meets(Need need) {
            var size = vgpu.framebufferMib().orElse(0);
            var series = name().flatMap(TypeName::series);
            return size >= need.memoryMib() && (need.use().isEmpty() || need.use().equals(series));
        }
    }

    static String words(LayoutVgpu.Wish wish) {
        return switch (wish) {
            case LayoutVgpu.Wish.OfType(var type) -> type;
            case LayoutVgpu.Wish.OfNeed(var need) ->
                    need.memory() + need.use().map(use -> " for " + use.use()).orElse("");
        };
    }

    static Matching of(HostSnapshot host, List<OnGpu> gpus) {
        var kept = new ArrayList<Match>();
        var remade = new ArrayList<Match>();
        var missing = new ArrayList<Wanted>();
        var unnamed = unnamed(host, gpus);
        for (var onGpu : gpus) {
            for (var wanted : onGpu.vgpus()) {
                var match =
                        host.vgpu(wanted.uuid())
                                .map(vgpu -> new Match(wanted, vgpu))
                                .or(() -> nameless(host, wanted, unnamed));
                if (match.isEmpty()) {
                    missing.add(wanted);
                } else if (match.get().whyRemade(host).isPresent()) {
                    remade.add(match.get());
                } else {
                    kept.add(match.get());
                }
            }
        }
        return new Matching(kept, remade, missing, unnamed);
    }

    private static List<Vgpu> unnamed(HostSnapshot host, List<OnGpu> gpus) {
        var named = new HashSet<UUID>();
        for (var onGpu : gpus) {
            onGpu.vgpus().forEach(wanted -> named.add(wanted.uuid()));
        }
        var unnamed = new ArrayList<Vgpu>();
        for (var onGpu : gpus) {
            for (var vgpu : host.vgpusOn(onGpu.gpu())) {
                if (!named.contains(vgpu.uuid())) {
                    unnamed.add(vgpu);
                }
            }
        }
        return unnamed;
    }

    /**
     * A virtual function does not say which vGPU it carries: where our record of it is lost, it is
     * the one that the layout gives to the VM that has it. Made once more, the VM would have both.
     */
    private static Optional<Match> nameless(HostSnapshot host, Wanted wanted, List<Vgpu> unnamed) {
        for (var vgpu : unnamed) {
            var match = new Match(wanted, vgpu.withUuid(wanted.uuid()));
            if (vgpu.isForeign()
                    && vgpu.device() instanceof HostDevice.PciFunction
                    && isOf(host, wanted.vm(), vgpu)
                    && match.whyRemade(host).isEmpty()) {
                unnamed.remove(vgpu);
                return Optional.of(match);
            }
        }
        return Optional.empty();
    }

    /** Whether this VM has it, and no other one: a function may have been used anew since. */
    private static boolean isOf(HostSnapshot host, Optional<String> vm, Vgpu vgpu) {
        var domains = host.domainsWith(vgpu);
        return domains.size() == 1 && Optional.of(domains.getFirst().name()).equals(vm);
    }
}
