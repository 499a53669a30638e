package vgpuctl.fleet.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What clients asked and were told, from the lines of their logs. */
final class ClientHistory {

    /** The last word on a request. */
    enum Answer {
        NONE,
        GRANTED,
        REFUSED
    }

    /** What became of one claim, as its client knows it. Times are this machine's ticks. */
    static final class Story {
        String type = "";
        int count;
        long asked;

        /** When the request began that was the first to be granted. */
        long askedGranted;

        long granted;
        Answer answer = Answer.NONE;
        long refused;
        String where = "";
        long releasing;
        long released;
    }

    /** A grant that was acknowledged, from the request's beginning to the answer. */
    record Grant(long begin, long end) {}

    private final Map<String, Story> stories = new HashMap<>();
    private final Map<String, Long> open = new HashMap<>();
    private final List<Grant> grants = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private long refusals;
    private long places;
    private long releases;
    private long unclear;

    /** {@code WORD TAB TICKS TAB CLAIM [TAB …]}. */
    void take(String line) {
        var fields = line.split("\t", -1);
        if (fields.length < 3) {
            return;
        }
        var at = Long.parseLong(fields[1]);
        var id = fields[2];
        switch (fields[0]) {
            case "ask" -> ask(id, at, fields[3], Integer.parseInt(fields[4]));
            case "granted" -> granted(id, at, fields[3]);
            case "refused" -> {
                refusals++;
                story(id).answer = Answer.REFUSED;
                story(id).refused = at;
            }
            case "release" -> {
                var story = story(id);
                story.releasing = story.releasing == 0 ? at : story.releasing;
            }
            case "released" -> {
                releases++;
                story(id).released = at;
            }
            case "unclear" -> unclear++;
            case "place" -> places++;
            case "fault" -> faults.add(line);
            default -> {}
        }
    }

    private Story story(String id) {
        return stories.computeIfAbsent(id, _ -> new Story());
    }

    private void ask(String id, long at, String type, int count) {
        var story = story(id);
        story.asked = story.asked == 0 ? at : story.asked;
        story.type = type;
        story.count = count;
        open.put(id, at);
    }

    private void granted(String id, long at, String where) {
        var story = story(id);
        var begin = open.getOrDefault(id, story.asked);
        grants.add(new Grant(begin, at));
        if (story.answer == Answer.GRANTED && !story.where.equals(where)) {
            faults.add("claim %s was granted as %s and as %s".formatted(id, story.where, where));
        }
        story.answer = Answer.GRANTED;
        story.where = where;
        story.granted = story.granted == 0 ? at : story.granted;
        story.askedGranted = story.askedGranted == 0 ? begin : story.askedGranted;
    }

    Map<String, Story> stories() {
        return stories;
    }

    List<Grant> grants() {
        return grants;
    }

    List<String> faults() {
        return faults;
    }

    long refusals() {
        return refusals;
    }

    long places() {
        return places;
    }

    long releases() {
        return releases;
    }

    long unclear() {
        return unclear;
    }

    long decisions() {
        return grants.size() + refusals + places;
    }
}
