/** Which boards can be simulated, and what each of them has, from the catalogue. */
package vgpuctl.simulation.board;
