/**
 * NVIDIA's tools on a simulated host: values in, values out. Each is given the driver's state and
 * its arguments, and answers with what it prints, its exit status, and the state after it.
 */
package vgpuctl.simulation.tools;
