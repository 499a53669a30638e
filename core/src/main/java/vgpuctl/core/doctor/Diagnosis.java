package vgpuctl.core.doctor;

import java.util.List;

/**
 * What an examination found.
 *
 * @param findings root causes, what is worst and to be acted on first at the beginning
 * @param read the texts that were read, in that order
 * @param unread what could not be read, of which nothing is known
 */
public record Diagnosis(List<Finding> findings, List<Read> read, List<Unread> unread) {

    /** A text that was read to its end. */
    public record Read(Source source, long lines) {}

    public Diagnosis {
        findings = List.copyOf(findings);
        read = List.copyOf(read);
        unread = List.copyOf(unread);
    }

    /** Whether something has to be done: an error or a warning. */
    public boolean hasSomethingToDo() {
        return findings.stream()
                .anyMatch(finding -> finding.severity().isWorseThan(Severity.NOTICE));
    }
}
