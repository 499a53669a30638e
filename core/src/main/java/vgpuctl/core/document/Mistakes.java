package vgpuctl.core.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects mistakes, so that all of a file are told at once. */
public final class Mistakes {

    /** Far more than anybody reads; what is behind them costs no memory. */
    private static final int MOST = 1000;

    private final List<Mistake> found = new ArrayList<>();

    public void add(Position at, String reason, String wayOut) {
        add(new Mistake(at, reason, wayOut));
    }

    public void add(Mistake mistake) {
        if (found.size() < MOST) {
            found.add(mistake);
        }
    }

    public void addAll(Collection<Mistake> mistakes) {
        mistakes.forEach(this::add);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the text. */
    public List<Mistake> inOrder() {
        return found.stream().sorted(Comparator.comparing(Mistake::at)).toList();
    }
}
