package vgpuctl.core.inventory;

import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.type.TypeName;

/**
 * Our own facts about a vGPU, which mdevctl's files have no place for.
 *
 * @param parent the GPU or virtual function that it is made on
 * @param type by name: ids change with driver releases
 * @param claim whose it is
 * @param kept our own definition of it, where mdevctl can keep none: a vGPU without mdev
 */
public record VgpuRecord(
        UUID uuid,
        String name,
        DeviceName parent,
        TypeName type,
        Claim claim,
        Optional<Kept> kept) {

    /**
     * What mdevctl's file says of a mediated device, for a vGPU that is none.
     *
     * @param start empty: not defined, so that a restart of the host ends it
     * @param boot the boot of the host in which it was made; a virtual function does not say whose
     *     vGPU it carries, and another boot's is not ours
     */
    public record Kept(Optional<Start> start, Parameters parameters, Optional<String> boot) {}

    /** Whether a defined vGPU is started when the host comes up; mdevctl's words. */
    public enum Start {
        AUTO,
        MANUAL
    }

    public VgpuRecord meantFor(String vm) {
        return claimed(claim.forVm(Optional.of(vm)));
    }

    public VgpuRecord meantForNone() {
        return claimed(claim.forVm(Optional.empty()));
    }

    /** The same vGPU with another claim on it. */
    public VgpuRecord claimed(Claim other) {
        return new VgpuRecord(uuid, name, parent, type, other, kept);
    }

    public VgpuRecord named(String other) {
        return new VgpuRecord(uuid, other, parent, type, claim, kept);
    }

    /** The same vGPU with another definition of ours. */
    public VgpuRecord keeping(Kept other) {
        return new VgpuRecord(uuid, name, parent, type, claim, Optional.of(other));
    }
}
