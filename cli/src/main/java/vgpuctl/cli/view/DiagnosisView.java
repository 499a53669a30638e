package vgpuctl.cli.view;

import java.util.List;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Text;
import vgpuctl.cli.screen.Tone;
import vgpuctl.core.doctor.BundleContents;
import vgpuctl.core.doctor.Diagnosis;
import vgpuctl.core.doctor.Evidence;
import vgpuctl.core.doctor.Finding;
import vgpuctl.core.doctor.Severity;
import vgpuctl.core.doctor.Unread;

/** What is wrong, why, and what to do; the root causes in the order in which to act. */
final class DiagnosisView {

    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private final Screen screen;

    private DiagnosisView(Screen screen) {
        this.screen = screen;
    }

    static String render(Diagnosis diagnosis, Screen screen) {
        var view = new DiagnosisView(screen);
        for (var finding : diagnosis.findings()) {
            if (finding.severity().isWorseThan(Severity.NOTICE)) {
                view.inFull(finding);
            }
        }
        for (var finding : diagnosis.findings()) {
            if (finding.severity() == Severity.NOTICE) {
                view.inShort(finding);
            }
        }
        diagnosis.unread().forEach(view::unread);
        view.summary(diagnosis);
        return view.text.toString();
    }

    /** Findings alone. */
    static String findings(List<Finding> findings, Screen screen) {
        var view = new DiagnosisView(screen);
        findings.forEach(view::inFull);
        return view.text.toString();
    }

    static String render(BundleContents contents) {
        var view = new DiagnosisView(new Screen(80, false, false, true));
        contents.unread().forEach(view::unread);
        return view.text
                + "Wrote "
                + contents.file()
                + " with "
                + count(contents.sources().size(), "text", "texts")
                + ". Look through it before you give it away.\n";
    }

    private void inFull(Finding finding) {
        text.append(head(finding)).append("\n");
        finding.evidence().forEach(evidence -> quote(evidence, INDENT));
        if (finding.times() > finding.evidence().size()) {
            paragraph(INDENT, "", "(" + finding.times() + " such lines)");
        }
        paragraph(INDENT, cause(finding), finding.rule().cause());
        paragraph(INDENT, "do:    ", finding.fix());
        finding.command().ifPresent(command -> text.append(INDENT + "run:   " + command + "\n"));
        consequences(finding.explains(), INDENT);
        text.append("\n");
    }

    private static String cause(Finding finding) {
        return finding.rule().proven() ? "why:   " : "likely: ";
    }

    private String head(Finding finding) {
        var severity = finding.severity();
        var tone = severity == Severity.ERROR ? Tone.BAD : Tone.WARNING;
        return screen.paint(tone, severity.word() + ":") + " " + title(finding);
    }

    private static String title(Finding finding) {
        var about = finding.about().isEmpty() ? "" : ": " + Text.visible(finding.about());
        return finding.rule().title() + about + " [" + finding.rule().id() + "]";
    }

    private void quote(Evidence evidence, String indent) {
        text.append(indent)
                .append(screen.paint(Tone.DIM, Text.visible(place(evidence)) + ":"))
                .append(" ")
                .append(Text.visible(evidence.text()))
                .append("\n");
    }

    private static String place(Evidence evidence) {
        return evidence.source() + ":" + evidence.line();
    }

    private void consequences(List<Finding> findings, String indent) {
        for (var finding : findings) {
            text.append(indent).append("hence: ").append(title(finding)).append("\n");
            quote(finding.evidence().getFirst(), indent + INDENT);
            consequences(finding.explains(), indent + INDENT);
        }
    }

    private void paragraph(String indent, String label, String words) {
        var width = Math.max(40, Math.min(screen.width(), 100) - indent.length() - label.length());
        var first = true;
        for (var line : Text.wrap(words, width)) {
            text.append(indent).append(first ? label : " ".repeat(label.length()));
            text.append(line).append("\n");
            first = false;
        }
    }

    /** A notice in a line: there is nothing to be done about it. */
    private void inShort(Finding finding) {
        text.append(Words.note(title(finding)));
        quote(finding.evidence().getLast(), "       ");
    }

    private void unread(Unread unread) {
        text.append(
                Words.note(
                        "not read: "
                                + Text.visible(unread.source())
                                + ": "
                                + Text.visible(unread.why())));
    }

    private void summary(Diagnosis diagnosis) {
        var wrong =
                (int)
                        diagnosis.findings().stream()
                                .filter(found -> found.severity().isWorseThan(Severity.NOTICE))
                                .count();
        var read = count(diagnosis.read().size(), "text", "texts") + " read";
        var unread =
                diagnosis.unread().isEmpty()
                        ? ""
                        : ", " + diagnosis.unread().size() + " could not be";
        text.append(wrong == 0 ? "Nothing wrong found" : count(wrong, "thing", "things") + " to do")
                .append(" (")
                .append(read)
                .append(unread)
                .append(").\n");
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
