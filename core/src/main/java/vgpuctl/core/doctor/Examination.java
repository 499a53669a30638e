package vgpuctl.core.doctor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * All rules at once over any number of texts, each read once, in pieces: memory does not grow with
 * what is read.
 */
public final class Examination {

    private final List<Watch> watches = new ArrayList<>();
    private final UnknownErrors unknown;
    private final Context context = new Context();
    private final Needles needles;

    /** For each needle, who wants the lines that have it. */
    private final BitSet[] wantedBy;

    private final List<Diagnosis.Read> read = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();

    /**
     * With these rules.
     *
     * @param unknown for lines that say error and that no rule knows
     */
    public Examination(List<Rule> rules, Description unknown) {
        this.unknown = new UnknownErrors(unknown);
        rules.forEach(rule -> watches.add(rule.watch()));
        var byWord = new LinkedHashMap<String, BitSet>();
        for (var i = 0; i < watches.size(); i++) {
            for (var word : watches.get(i).needles()) {
                byWord.computeIfAbsent(word, _ -> new BitSet()).set(i);
            }
        }
        for (var word : UnknownErrors.NEEDLES) {
            byWord.computeIfAbsent(word, _ -> new BitSet()).set(watches.size());
        }
        for (var word : List.of(Context.START, Context.OWNER, Context.REFUSED)) {
            byWord.computeIfAbsent(word, _ -> new BitSet()).set(watches.size() + 1);
        }
        this.needles = new Needles(List.copyOf(byWord.keySet()));
        this.wantedBy = byWord.values().toArray(BitSet[]::new);
    }

    /** Begins a text, whose pieces are then fed; only one at a time. */
    public Text begin(Source source) {
        return new Text(source);
    }

    /** A whole text. */
    public void read(Source source, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var open = begin(source);
        open.feed(bytes, 0, bytes.length);
        open.end();
    }

    public void unread(String source, String why) {
        unread.add(new Unread(source, why));
    }

    public Diagnosis diagnosis() {
        var findings = new ArrayList<Finding>();
        watches.forEach(watch -> findings.addAll(watch.findings()));
        findings.addAll(unknown.findings());
        findings.replaceAll(
                finding -> context.vmOf(finding.about()).map(finding::inVm).orElse(finding));
        return new Diagnosis(Folding.fold(findings), read, unread);
    }

    /**
     * Looks for the lines that a rule wants in a piece of a text. It changes nothing: several may
     * be scanned at once, on any threads. The bytes are to stay as they are until the scan is
     * {@link Text#show shown}. Lines end in a piece but for those of a length that nobody reads.
     *
     * @param first included
     * @param end excluded
     */
    public Scan scan(byte[] piece, int first, int end) {
        return new Scan(piece, first, end, needles, wantedBy);
    }

    /** A text being read. */
    public final class Text {

        private final Source source;
        private long lines;
        private boolean cut;

        private Text(Source source) {
            this.source = source;
        }

        /** The next bytes. */
        public void feed(byte[] piece, int first, int end) {
            show(scan(piece, first, end));
        }

        /** What was found in the next bytes. */
        public void show(Scan scan) {
            for (var found : scan.found()) {
                var line = new Line(source, lines + found.line() + 1, found.text());
                show(line, found, scan);
            }
            lines += scan.lines();
            cut = scan.isCut();
        }

        public void end() {
            read.add(new Diagnosis.Read(source, lines + (cut ? 1 : 0)));
        }

        private void show(Line line, Scan.Found found, Scan scan) {
            var wanted = found.wanted();
            if (wanted.get(watches.size() + 1)) {
                context.see(line);
            }
            var known = false;
            for (var i = wanted.nextSetBit(0);
                    i >= 0 && i < watches.size();
                    i = wanted.nextSetBit(i + 1)) {
                known |= watches.get(i).see(line, context);
            }
            if (!known && wanted.get(watches.size())) {
                unknown.see(line, () -> neighbours(line, found, scan));
            }
        }

        private List<Evidence> neighbours(Line line, Scan.Found found, Scan scan) {
            var around = new ArrayList<Evidence>();
            scan.before(found).ifPresent(text -> around.add(evidence(line.number() - 1, text)));
            scan.after(found).ifPresent(text -> around.add(evidence(line.number() + 1, text)));
            return around;
        }

        private Evidence evidence(long number, String text) {
            return new Line(source, number, text).evidence();
        }
    }
}
