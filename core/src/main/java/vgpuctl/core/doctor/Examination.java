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

    /** A text being read. */
    public final class Text {

        /** Of a longer line, what a rule sees begins this far before the words. */
        private static final int BEFORE = 1024;

        private static final int LONGEST = 4096;

        private final Source source;
        private long lines;
        private boolean cut;

        private byte[] bytes = new byte[0];
        private int from;
        private int to;
        private int counted;

        private Text(Source source) {
            this.source = source;
        }

        /** The next bytes. Lines end in them but for those of a length that nobody reads. */
        public void feed(byte[] piece, int first, int end) {
            bytes = piece;
            from = first;
            to = end;
            counted = first;
            var search = needles.new Search(piece, first, end);
            while (search.next() >= 0) {
                candidate(search);
            }
            count(to);
            cut = to > from && bytes[to - 1] != '\n';
        }

        public void end() {
            read.add(new Diagnosis.Read(source, lines + (cut ? 1 : 0)));
        }

        private void candidate(Needles.Search search) {
            var start = lineStart(search.start());
            var end = lineEnd(search.start());
            var wanted = new BitSet();
            var all = needles.new Search(bytes, start, end);
            for (var number = all.next(); number >= 0; number = all.next()) {
                wanted.or(wantedBy[number]);
            }
            var place = search.start();
            search.skipTo(end);
            count(start);
            show(new Line(source, lines + 1, text(start, end, place)), wanted, start, end);
        }

        private void show(Line line, BitSet wanted, int start, int end) {
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
                unknown.see(line, () -> neighbours(line, start, end));
            }
        }

        private List<Evidence> neighbours(Line line, int start, int end) {
            var around = new ArrayList<Evidence>();
            if (start > from) {
                around.add(whole(line.number() - 1, start - 1));
            }
            if (end + 1 < to) {
                around.add(whole(line.number() + 1, end + 1));
            }
            return around;
        }

        private Evidence whole(long number, int place) {
            var start = lineStart(place);
            return new Line(source, number, text(start, lineEnd(place), start)).evidence();
        }

        private int lineStart(int place) {
            var start = place;
            while (start > from && bytes[start - 1] != '\n') {
                start--;
            }
            return start;
        }

        private int lineEnd(int place) {
            var end = place;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            return end;
        }

        private String text(int start, int end, int place) {
            var first = end - start > LONGEST ? Math.max(start, place - BEFORE) : start;
            var last = Math.min(end, first + LONGEST);
            if (last > first && bytes[last - 1] == '\r') {
                last--;
            }
            return new String(bytes, first, last - first, StandardCharsets.UTF_8);
        }

        private void count(int place) {
            var ended = 0;
            var text = bytes;
            for (var i = counted; i < place; i++) {
                if (text[i] == '\n') {
                    ended++;
                }
            }
            lines += ended;
            counted = place;
        }
    }
}
