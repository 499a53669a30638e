package vgpuctl.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rule says of itself: the words of its findings and of its page under {@code docs/doctor}.
 *
 * @param id stable, as scripts see it
 * @param title what is wrong, in a few words; no full stop
 * @param cause why that happens, in sentences
 * @param fix what to do, in sentences; <code>{}</code> stands for what the finding is about
 * @param command the command of ours that does it, likewise, and <code>{vm}</code> for the VM that
 *     has it; empty where none does
 * @param proven whether the line proves the cause; otherwise it is the likely one
 * @param explainedBy under which findings this one is shown where there are any, best first
 */
public record Description(
        String id,
        Severity severity,
        Layer layer,
        String title,
        String cause,
        String fix,
        Optional<String> command,
        boolean proven,
        List<Explanation> explainedBy) {

    /** In a command: the VM that has what the finding is about. */
    static final String VM = "{vm}";

    /**
     * A rule whose finding explains another.
     *
     * @param sameDevice only where both are about the same thing
     */
    public record Explanation(String rule, boolean sameDevice) {}

    public Description {
        explainedBy = List.copyOf(explainedBy);
    }

    public static Description error(String id, Layer layer, String title) {
        return of(id, Severity.ERROR, layer, title);
    }

    public static Description warning(String id, Layer layer, String title) {
        return of(id, Severity.WARNING, layer, title);
    }

    public static Description notice(String id, Layer layer, String title) {
        return of(id, Severity.NOTICE, layer, title);
    }

    private static Description of(String id, Severity severity, Layer layer, String title) {
        return new Description(
                id, severity, layer, title, "", "", Optional.empty(), true, List.of());
    }

    /** With the particulars of a case. */
    public Description titled(String words) {
        return new Description(
                id, severity, layer, words, cause, fix, command, proven, explainedBy);
    }

    public Description because(String words) {
        return new Description(
                id, severity, layer, title, words, fix, command, proven, explainedBy);
    }

    public Description fix(String words) {
        return new Description(
                id, severity, layer, title, cause, words, command, proven, explainedBy);
    }

    public Description command(String line) {
        return new Description(
                id, severity, layer, title, cause, fix, Optional.of(line), proven, explainedBy);
    }

    /** The cause is the likely one: nobody has confirmed it. */
    public Description likely() {
        return new Description(id, severity, layer, title, cause, fix, command, false, explainedBy);
    }

    /** Shown under findings of these rules that are about the same thing. */
    public Description explainedByTheSame(String... rules) {
        return with(true, rules);
    }

    /** Shown under findings of these rules, whatever they are about. */
    public Description explainedBy(String... rules) {
        return with(false, rules);
    }

    private Description with(boolean sameDevice, String... rules) {
        var all = new ArrayList<>(explainedBy);
        for (var rule : rules) {
            all.add(new Explanation(rule, sameDevice));
        }
        return new Description(id, severity, layer, title, cause, fix, command, proven, all);
    }
}
