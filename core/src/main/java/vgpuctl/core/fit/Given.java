package vgpuctl.core.fit;

import java.util.Optional;
import vgpuctl.core.type.TypeName;

/**
 * A vGPU as it is proposed.
 *
 * @param wish which of the demand's wishes it answers, from 0
 * @param card by name
 * @param why one clause, without a full stop
 */
public record Given(
        int wish, Optional<String> vm, String card, TypeName type, Seat seat, String why) {}
