package vgpuctl.core.doctor;

import java.util.List;

/** A rule that single lines prove: those that have one of its needles. */
public abstract class Signature implements Rule {

    private final Description description;
    private final List<String> needles;

    protected Signature(Description description, String... needles) {
        this.description = description;
        this.needles = List.of(needles);
    }

    @Override
    public final Description description() {
        return description;
    }

    final List<String> needles() {
        return needles;
    }

    /** Whether a line with one of the needles says what the rule is for. */
    protected boolean says(Line line) {
        return true;
    }

    /** What the line is about; empty where it does not say. */
    protected String about(Line line, Context context) {
        return context.vgpuOf(line).orElseGet(() -> Subject.device(line));
    }

    /** Words of lines after which all that came before in the same text is over. */
    protected List<String> settledBy() {
        return List.of();
    }

    /**
     * Whether such a line shows that it is over: one of the text in which it was last seen, or what
     * the host looks like now and names the same thing.
     */
    protected boolean settles(Line line, Line seen, String about) {
        return line.source().kind() == TextKind.HOST_FACTS
                ? !about.isEmpty() && line.has(about)
                : seen.source().equals(line.source());
    }

    @Override
    public final Watch watch() {
        return new SignatureWatch(this);
    }
}
