package vgpuctl.simulation.sysfs;

/** What lies at a path of sysfs. */
sealed interface Entry {

    record Text(String text) implements Entry {}

    record Link(String target) implements Entry {}

    /** A directory that is there though nothing may be in it. */
    record Folder() implements Entry {}
}
