/**
 * What the simulated driver goes by, and its rules: values only. A {@link
 * vgpuctl.simulation.driver.Card} is the state of one GPU, {@link
 * vgpuctl.simulation.driver.Admission} says what still fits on it, and {@link
 * vgpuctl.simulation.driver.Vgpus} makes, changes and removes vGPUs or says how the driver refuses.
 *
 * <pre>
 *   virtual functions off ──sriov-manage -e──► on, equal-size ──-shm 1──► on, mixed-size
 *           ▲    ▲                               │    ▲                        │
 *           │    └───────── sriov-manage -d ─────┘    └─ -shm 0, sriov-manage ─┘
 *           └─ reboot, from everywhere
 * </pre>
 *
 * <p>Each arrow needs a GPU without vGPUs. {@code sriov-manage} also destroys all GPU instances; a
 * reboot keeps nothing but MIG mode.
 */
package vgpuctl.simulation.driver;
