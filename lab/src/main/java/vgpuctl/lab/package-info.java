/**
 * Scenarios: text files of commands and what they print, tried on the simulator and on a real
 * kernel.
 *
 * <pre>
 * file ── ScenarioParser ──> Scenario ── Play (a step at a time, on a Machine) ──> Report
 *                                         │ reboot on the kernel: Progress is stored, the process ends,
 *                                         │ and the guest starts it again with what is left to do
 *                                         └ --write: Rewriting puts what came out into the file
 * </pre>
 */
package vgpuctl.lab;
