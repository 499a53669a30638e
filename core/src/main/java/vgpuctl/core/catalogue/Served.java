package vgpuctl.core.catalogue;

import vgpuctl.core.catalogue.BoardType.Known;

/**
 * Until when a board is served.
 *
 * @param lastBranch of the vGPU software, {@code 17} for R550
 */
public record Served(int lastBranch, Known basis) {}
