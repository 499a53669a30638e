package vgpuctl.core.doctor;

import java.util.List;

/** A rule at work in one examination: it is shown lines and says at the end what it found. */
public interface Watch {

    /** The literal words, seven bytes or more, of which a line must have one to be shown. */
    List<String> needles();

    /** Takes a line. Returns whether it knows the line, so that nobody has to wonder about it. */
    boolean see(Line line, Context context);

    /** What it found; asked once, after all texts. */
    List<Finding> findings();
}
