package vgpuctl.core.inventory;

import java.util.Optional;
import vgpuctl.core.type.TypeId;

/**
 * What should be: a vGPU's definition. A mediated device's is a file that mdevctl and libvirt share
 * with us; that of a vGPU without mdev is a part of our own record.
 *
 * @param type as mdevctl's file has it; empty where our record, which has the type's name, is it
 * @param autostart whether it is started when its parent appears
 * @param text mdevctl's file as it is; empty where there is none
 */
public record Definition(
        Optional<TypeId> type, boolean autostart, Parameters parameters, String text) {}
