package vgpuctl.linux.mdevctl;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.files.HostFiles;

/**
 * mdevctl's udev rule, which starts what is defined with autostart when its parent device appears.
 *
 * <p>It may call a path where mdevctl is not: Debian 12's package has the program in {@code
 * /usr/bin} and a rule that calls {@code /usr/sbin/mdevctl}, so that nothing is started.
 */
public final class AutostartRule {

    private static final String NAME = "60-mdevctl.rules";
    private static final List<String> PLACES =
            List.of("/etc/udev/rules.d/", "/usr/lib/udev/rules.d/", "/lib/udev/rules.d/");
    private static final String CALL = "/mdevctl start-parent-mdevs";

    private final HostFiles files;

    public AutostartRule(HostFiles files) {
        this.files = files;
    }

    /** Why autostart would do nothing on this host; empty where it works. */
    public Optional<String> fault() {
        for (var place : PLACES) {
            if (files.text(place + NAME) instanceof Reading.Known<String>(var rule)) {
                return calledProgram(rule)
                        .filter(program -> !files.exists(program))
                        .map(AutostartRule::missing);
            }
        }
        return Optional.of(
                "autostart will do nothing: mdevctl, which starts vGPUs, is not installed");
    }

    private static String missing(String program) {
        return "autostart will do nothing: "
                + NAME
                + " calls "
                + program
                + ", which is not there; mend it with: ln -s $(command -v mdevctl) "
                + program;
    }

    /** The program that the rule runs, a path before {@link #CALL}. */
    private static Optional<String> calledProgram(String rule) {
        var end = rule.indexOf(CALL);
        if (end < 0) {
            return Optional.empty();
        }
        var start = end;
        while (start > 0 && isPartOfPath(rule.charAt(start - 1))) {
            start--;
        }
        return Optional.of(rule.substring(start, end) + "/mdevctl");
    }

    private static boolean isPartOfPath(char c) {
        return Character.isLetterOrDigit(c) || c == '/' || c == '-' || c == '_' || c == '.';
    }
}
