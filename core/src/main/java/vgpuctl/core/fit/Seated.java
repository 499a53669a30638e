package vgpuctl.core.fit;

/** An item of a class, its kind, and where it lies. */
record Seated(int itemClass, int kind, Seat seat) {}
