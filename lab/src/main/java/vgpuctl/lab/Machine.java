package vgpuctl.lab;

import java.nio.file.Path;

/** What a scenario is played on. */
sealed interface Machine {

    /** The commands that stand before all others in the path. */
    void prepare(WorkFolder work);

    Where where();

    /** The guest: commands are what they are; a restart ends this process too. */
    record Kernel(Path repository) implements Machine {
        @Override
        public void prepare(WorkFolder work) {
            work.wrapper("vgpuctl", "exec %s \"$@\"".formatted(launcher(repository)));
        }

        @Override
        public Where where() {
            return Where.KERNEL;
        }
    }

    /** The simulator: it answers for virsh too. */
    record Simulator(Path repository, String host) implements Machine {

        static final String REBOOT = "vgpuctl sim reboot";

        @Override
        public void prepare(WorkFolder work) {
            work.wrapper(
                    "vgpuctl",
                    "unset VGPUCTL_STATE_DIR XDG_STATE_HOME; exec %s --host %s \"$@\""
                            .formatted(launcher(repository), quoted(host)));
            work.wrapper("virsh", "exec vgpuctl sim virsh -- \"$@\"");
        }

        @Override
        public Where where() {
            return Where.SIMULATOR;
        }
    }

    private static String launcher(Path repository) {
        return quoted(repository.toAbsolutePath().resolve("vgpuctl").toString());
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
