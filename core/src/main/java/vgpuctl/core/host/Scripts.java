package vgpuctl.core.host;

import java.util.List;
import java.util.OptionalInt;

/** The scripts of mdevctl that a host has, for devices of their own kinds and for who listens. */
public interface Scripts {

    /** Those that take part in what is done, in the order in which they are asked. */
    List<String> callouts();

    /** Those that are told of what was done. */
    List<String> notifiers();

    /**
     * Runs one.
     *
     * @param input what it reads; may be empty
     */
    Said run(String script, List<String> arguments, String input);

    /**
     * What came of a script.
     *
     * @param status empty where it could not be run, was killed, or did not end in time
     */
    record Said(OptionalInt status, String output, String errors) {}
}
