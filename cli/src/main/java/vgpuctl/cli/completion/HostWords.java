package vgpuctl.cli.completion;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.cli.line.Completion.Candidate;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;

/** What a host has for the placeholders of the command line. */
final class HostWords {

    private final HostSnapshot host;

    HostWords(HostSnapshot host) {
        this.host = host;
    }

    /** Whether a host has to be looked at for it. */
    static boolean have(String placeholder) {
        return switch (placeholder) {
            case "GPU", "ID", "TYPE", "VM" -> true;
            default -> false;
        };
    }

    /** Each word with what it is. */
    List<Candidate> of(String placeholder) {
        return switch (placeholder) {
            case "GPU" -> gpus();
            case "ID" -> vgpus();
            case "TYPE" -> types();
            case "VM" -> domains();
            default -> List.of();
        };
    }

    private List<Candidate> gpus() {
        var words = new ArrayList<Candidate>();
        for (var gpu : host.gpus()) {
            words.add(new Candidate(gpu.name().text(), gpu.model().orElse("")));
        }
        return words;
    }

    private List<Candidate> vgpus() {
        var words = new ArrayList<Candidate>();
        for (var vgpu : host.vgpus()) {
            words.add(new Candidate(vgpu.label(), about(vgpu)));
        }
        return words;
    }

    private static String about(Vgpu vgpu) {
        return vgpu.typeToken() + " on " + vgpu.parent().text();
    }

    private List<Candidate> types() {
        var words = new ArrayList<Candidate>();
        for (var gpu : host.gpus()) {
            addTypes(gpu, words);
        }
        return words;
    }

    /** Once each, however many GPUs offer it. */
    private static void addTypes(PhysicalGpu gpu, List<Candidate> words) {
        for (var offer : gpu.offers()) {
            var word = new Candidate(offer.type().token(), offer.type().name().full());
            if (!words.contains(word)) {
                words.add(word);
            }
        }
    }

    private List<Candidate> domains() {
        var words = new ArrayList<Candidate>();
        for (var domain : host.domains().orElse(List.of())) {
            words.add(new Candidate(domain.name(), domain.running() ? "running" : "shut off"));
        }
        return words;
    }
}
