package vgpuctl.simulation;

/** What the kernel says of a process. */
final class SimulatedProcess {

    private SimulatedProcess() {}

    /**
     * {@code /proc/PID/stat}.
     *
     * @param started in ticks since the host was started
     */
    static String stat(String pid, String command, int started) {
        return pid + " (" + command + ") S 1" + " 0".repeat(17) + " " + started + " 0 0\n";
    }
}
