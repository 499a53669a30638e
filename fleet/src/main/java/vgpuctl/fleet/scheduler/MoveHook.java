package vgpuctl.fleet.scheduler;

import java.util.List;
import java.util.Locale;
import vgpuctl.core.fleet.Move;
import vgpuctl.core.fleet.MoveJson;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;

/**
 * What moves VMs: the operator's. Asked for the same thing again, after somebody was killed, it
 * says that it is done where it is so already.
 */
public interface MoveHook {

    /** What it is asked for. */
    enum Phase {
        /** To have the VM on the other host, whose vGPUs are there. */
        MIGRATE,
        /** To have the VM off, before its vGPUs change their GPUs. */
        STOP,
        /** To have the VM on, with its vGPUs where they are now. */
        START;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A VM, and the vGPUs of one claim of it.
     *
     * @param moves at least one
     */
    record Handover(Phase phase, String claim, String vm, List<Move> moves) {

        public Handover {
            moves = List.copyOf(moves);
        }

        public String from() {
            return moves.getFirst().from().host();
        }

        public String to() {
            return moves.getFirst().to().host();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("kind", "FleetMove")
                    .put("phase", phase.word())
                    .put("claim", claim)
                    .put("vm", vm)
                    .put("from", from())
                    .put("to", to())
                    .put("moves", new JsonArray(moves.stream().<Json>map(MoveJson::of).toList()))
                    .build();
        }
    }

    /** What became of it. */
    sealed interface Answer {

        /** It is so. */
        record Done() implements Answer {}

        /**
         * It is not so, and will not be.
         *
         * @param why one clause, without a full stop
         */
        record Refused(String why) implements Answer {}

        /** It did not end in time, and was ended: the VM may be wherever. */
        record TimedOut(String why) implements Answer {}
    }

    Answer ask(Handover handover);
}
