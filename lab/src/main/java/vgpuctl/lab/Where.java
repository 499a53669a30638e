package vgpuctl.lab;

/** The two places where a scenario can be played. */
enum Where {
    SIMULATOR,
    KERNEL;

    static Where parse(String text) {
        return switch (text) {
            case "simulator" -> SIMULATOR;
            case "kernel" -> KERNEL;
            default ->
                    throw new ScenarioProblem(
                            "--on takes 'simulator' or 'kernel', not '%s'".formatted(text));
        };
    }
}
