/** What the guest of a VM with vGPUs needs, and what the host sees of it. Nothing enters a VM. */
package vgpuctl.core.guest;
