package vgpuctl.core.doctor;

/** One thing that can be wrong, and how it shows. */
public interface Rule {

    Description description();

    /** Looks for it in one examination. */
    Watch watch();
}
