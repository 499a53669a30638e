package vgpuctl.core.install;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.plan.SystemFile;

/** Who gives the kernel its options at a start. */
public enum BootLoader {
    GRUB(SystemFile.GRUB_DEFAULTS),
    SYSTEMD_BOOT(SystemFile.KERNEL_COMMAND_LINE),
    /** systemd-boot as Proxmox VE cares for it. */
    PROXMOX_BOOT(SystemFile.KERNEL_COMMAND_LINE);

    private static final String VARIABLE = "GRUB_CMDLINE_LINUX_DEFAULT=";

    private final SystemFile file;

    BootLoader(SystemFile file) {
        this.file = file;
    }

    public SystemFile file() {
        return file;
    }

    /** Makes what is read at a start from the file. */
    public List<String> refresh(Distribution distribution, String kernel) {
        return switch (this) {
            case GRUB -> grub(distribution);
            case SYSTEMD_BOOT ->
                    List.of("kernel-install", "add", kernel, "/lib/modules/" + kernel + "/vmlinuz");
            case PROXMOX_BOOT -> List.of("proxmox-boot-tool", "refresh");
        };
    }

    /** Since 9, RHEL keeps the options in entries that have to be asked for. */
    private static List<String> grub(Distribution distribution) {
        if (distribution.family() != Family.RHEL) {
            return List.of("update-grub");
        }
        var command = new ArrayList<>(List.of("grub2-mkconfig", "-o", "/boot/grub2/grub.cfg"));
        if (distribution.version() >= 9) {
            command.add("--update-bls-cmdline");
        }
        return List.copyOf(command);
    }

    /** The options of the file. */
    public List<String> options(String text) {
        return words(this == GRUB ? value(text) : text);
    }

    private static String value(String text) {
        return text.lines()
                .filter(line -> line.startsWith(VARIABLE))
                .reduce("", (_, last) -> last)
                .replace(VARIABLE, "")
                .replace("\"", "")
                .replace("'", "");
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    /** The file with options behind those it has. */
    public String adding(String text, List<String> options) {
        return changed(text, before -> before.strip() + " " + String.join(" ", options));
    }

    /** The file without options. */
    public String removing(String text, List<String> options) {
        return changed(
                text,
                before ->
                        String.join(
                                " ",
                                words(before).stream()
                                        .filter(word -> !options.contains(word))
                                        .toList()));
    }

    private interface Change {
        String of(String options);
    }

    private String changed(String text, Change change) {
        if (this != GRUB) {
            return change.of(text).strip() + "\n";
        }
        var lines = new ArrayList<>(text.lines().toList());
        var at = lastOf(lines);
        if (at < 0) {
            lines.add(VARIABLE + "\"" + change.of("").strip() + "\"");
        } else {
            lines.set(at, line(lines.get(at), change));
        }
        return String.join("\n", lines) + "\n";
    }

    /** The shell that reads the file believes the last one. */
    private static int lastOf(List<String> lines) {
        for (var i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith(VARIABLE)) {
                return i;
            }
        }
        return -1;
    }

    /** Inside the quotes, where there are some; a comment behind them stays. */
    private static String line(String line, Change change) {
        var value = line.substring(VARIABLE.length());
        var quote = value.isEmpty() ? '"' : value.charAt(0);
        var end = value.indexOf(quote, 1);
        if ((quote != '"' && quote != '\'') || end < 0) {
            return VARIABLE + "\"" + change.of(value).strip() + "\"";
        }
        return VARIABLE + quote + change.of(value.substring(1, end)).strip() + value.substring(end);
    }
}
