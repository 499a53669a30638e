package vgpuctl.core.doctor;

import java.util.regex.Pattern;

/** What a text is, told by what stands in it: its name says little, once it was sent around. */
public enum TextKind {
    HOST_FACTS("facts of the host", "\\Afacts of this host"),
    DOMAIN_XML("a domain's XML", "<domain[ >]|<hostdev[ >]"),
    NVIDIA_SMI_Q("nvidia-smi -q", "=NVSMI LOG="),
    NVIDIA_SMI_VGPU_Q("nvidia-smi vgpu -q", "^ +Active vGPUs +:"),
    NVIDIA_SMI_VGPU("nvidia-smi vgpu", "^\\| +vGPU ID +Name +\\|"),
    NVIDIA_SMI("nvidia-smi", "^\\| NVIDIA-SMI "),
    MDEVCTL_TYPES("mdevctl types", "^ +Available instances: "),
    SERVICE_STATUS("a service's status", "^ +Active: \\w+ \\(|^ +Loaded: loaded \\("),
    JOURNAL(
            "a journal",
            "^-- (?:Journal|Logs) begin|^[A-Z]?\\p{L}{2,3} [ 0-3]\\d \\d\\d:\\d\\d:\\d\\d \\S+"
                    + " [^ :]+(?:\\[\\d+])?:|^\\d{4}-\\d\\d-\\d\\dT[0-9:.,+-]+ \\S+"
                    + " [^ :]+(?:\\[\\d+])?:"),
    KERNEL_LOG("a kernel log", "^(?:<\\d+>)?\\[ *\\d+\\.\\d{6}]|^\\[\\p{L}{3} \\p{L}{3} |^kern: "),
    QEMU_LOG("a QEMU log", "-device vfio-pci|^\\S* ?(?:/usr/bin/)?qemu-(?:system-|kvm)"),
    PCI_DEVICES(
            "lspci", "^(?:[0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7] (?:[A-Z0-9]|\\w+ [^:]+:)"),
    MODULES("lsmod", "^Module +Size +Used by|^\\w+ +\\d+ +\\d+ ?[\\w,]*$"),
    COMMAND("what a command said", "^error: |^[\\w@.:~-]*[#$] "),
    OTHER("text", "");

    private static final int HEAD = 1 << 16;

    private final String words;
    private final Pattern mark;

    TextKind(String words, String mark) {
        this.words = words;
        this.mark = Pattern.compile(mark, Pattern.MULTILINE);
    }

    public String words() {
        return words;
    }

    /** The kind of the text that begins so. */
    public static TextKind of(String beginning) {
        var head = beginning.substring(0, Math.min(HEAD, beginning.length()));
        for (var kind : values()) {
            if (kind.mark.matcher(head).find()) {
                return kind;
            }
        }
        return OTHER;
    }
}
