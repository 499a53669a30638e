/**
 * How a GPU in MIG mode can be cut into GPU instances: the profiles of each card, where they can
 * lie, and what it takes to come from one cut to another. docs/placement.md explains it.
 */
package vgpuctl.core.mig;
