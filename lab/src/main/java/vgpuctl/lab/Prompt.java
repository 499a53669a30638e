package vgpuctl.lab;

import java.util.Arrays;
import java.util.Optional;

/** How a command is introduced in a scenario, which says where it runs. */
enum Prompt {
    EVERYWHERE("$ "),
    ON_THE_KERNEL("lab$ "),
    ON_THE_SIMULATOR("sim$ ");

    private final String text;

    Prompt(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static Optional<Prompt> of(String line) {
        return Arrays.stream(values()).filter(prompt -> line.startsWith(prompt.text)).findFirst();
    }

    boolean runs(Where where) {
        return switch (this) {
            case EVERYWHERE -> true;
            case ON_THE_KERNEL -> where == Where.KERNEL;
            case ON_THE_SIMULATOR -> where == Where.SIMULATOR;
        };
    }
}
