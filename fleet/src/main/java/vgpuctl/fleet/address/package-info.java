/** Where a fleet's store is, as people write it. */
package vgpuctl.fleet.address;
