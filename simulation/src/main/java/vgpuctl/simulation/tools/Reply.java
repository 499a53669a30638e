package vgpuctl.simulation.tools;

import vgpuctl.simulation.driver.Card;
import vgpuctl.simulation.driver.DriverState;

/**
 * What a tool answers.
 *
 * @param state the driver's state after it
 */
public record Reply(int status, String output, DriverState state) {

    static final int DONE = 0;
    static final int INVALID_ARGUMENT = 2;
    static final int NOT_SUPPORTED = 3;
    static final int NOT_FOUND = 6;
    static final int IN_USE = 19;

    /** Nothing has changed. */
    static Reply said(DriverState state, int status, String output) {
        return new Reply(status, output, state);
    }

    static Reply changed(DriverState before, Card card, String output) {
        return new Reply(DONE, output, before.with(card));
    }
}
