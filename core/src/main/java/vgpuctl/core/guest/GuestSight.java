package vgpuctl.core.guest;

import java.util.List;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.core.inventory.Reading;

/**
 * What a host sees of its guests.
 *
 * @param hostDriver the version of the host's driver
 * @param vgpus those that run, with what their guests say
 */
public record GuestSight(Reading<String> hostDriver, Reading<List<DriverVgpu>> vgpus) {}
