/**
 * Figures for Prometheus and its like: those of the host, read when they are asked for, and those
 * of the daemon itself, counted as it works. What cannot be read has no sample.
 */
package vgpuctl.server.metrics;
