package vgpuctl.lab;

import java.util.List;

/** One thing that a scenario does. */
sealed interface Step {

    /** Where it stands in the file, counted from 1. */
    int line();

    /** How a report calls it. */
    String title();

    /**
     * A command and what it prints.
     *
     * @param body the lines of the file that hold the expectation, counted from 0
     */
    record Command(int line, Prompt prompt, String text, Expectation expected, Span body)
            implements Step {
        @Override
        public String title() {
            var first = text.lines().findFirst().orElse("");
            return prompt.text() + first + (text.contains("\n") ? " …" : "");
        }
    }

    record Reboot(int line) implements Step {
        @Override
        public String title() {
            return "reboot";
        }
    }

    record Expectation(List<String> lines, int exit) {
        public Expectation {
            lines = List.copyOf(lines);
        }
    }

    /** Lines from {@code start} up to, but without, {@code end}. */
    record Span(int start, int end) {}
}
