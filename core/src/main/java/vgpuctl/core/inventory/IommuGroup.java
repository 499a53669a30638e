package vgpuctl.core.inventory;

import java.util.List;

/**
 * Devices that the IOMMU cannot tell apart.
 *
 * @param others the names of the other devices in it
 */
public record IommuGroup(int number, List<String> others) {}
