/**
 * A store in a directory, for the processes of one machine.
 *
 * <pre>
 * lock       held by whoever writes, or takes away what a killed writer left
 * log.N      the state as it was when N began, and a line for each change since
 * log.N+1    once it is there, nobody writes into log.N any more
 * </pre>
 *
 * A change counts when its line is whole and on the disk. Half a line at the end is what a kill
 * left; whoever writes next cuts it off. Readers need no lock.
 */
package vgpuctl.fleet.file;
