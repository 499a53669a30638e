package vgpuctl.core.plan;

/** Which of a domain's two faces a change touches, in libvirt's words. */
public enum Affect {
    /** The running VM. */
    LIVE,
    /** What its next start gives it. */
    CONFIG
}
