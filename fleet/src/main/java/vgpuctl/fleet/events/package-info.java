/** What changes in a fleet, told from the documents alone. */
package vgpuctl.fleet.events;
