package vgpuctl.core.doctor;

import java.util.List;
import java.util.Optional;

/**
 * Something that a rule found.
 *
 * @param severity the rule's, or less where later lines show that it is over
 * @param about a device, VM or service; empty where the lines do not say
 * @param evidence the first lines and the last one
 * @param times how many lines there are
 * @param explains what comes of it and needs no care of its own
 */
public record Finding(
        Description rule,
        Severity severity,
        String about,
        List<Evidence> evidence,
        long times,
        List<Finding> explains) {

    public Finding {
        evidence = List.copyOf(evidence);
        explains = List.copyOf(explains);
    }

    public static Finding of(Description rule, String about, List<Evidence> evidence) {
        return new Finding(rule, rule.severity(), about, evidence, evidence.size(), List.of());
    }

    /** With what comes of it; it matters as much as the worst of that. */
    public Finding explaining(List<Finding> others) {
        var worst = severity;
        for (var other : others) {
            worst = other.severity().isWorseThan(worst) ? other.severity() : worst;
        }
        return new Finding(rule, worst, about, evidence, times, others);
    }

    public Finding noMoreThan(Severity most) {
        return severity.isWorseThan(most)
                ? new Finding(rule, most, about, evidence, times, explains)
                : this;
    }

    /** About a device that this VM has, which the command names. */
    Finding inVm(String name) {
        return rule.command()
                .filter(line -> line.contains(Description.VM))
                .map(line -> rule.command(line.replace(Description.VM, name)))
                .map(named -> new Finding(named, severity, about, evidence, times, explains))
                .orElse(this);
    }

    public String fix() {
        return naming(rule.fix());
    }

    /** The command that mends it; empty where there is none. */
    public Optional<String> command() {
        return rule.command().map(line -> naming(line).replace(Description.VM, "VM"));
    }

    private String naming(String words) {
        return words.replace("{}", about.isEmpty() ? "…" : about);
    }
}
