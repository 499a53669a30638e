package vgpuctl.server.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;

/**
 * A change of a fleet in words.
 *
 * @param steps what is done, or would be
 * @param lasts whether asking for the opposite does not bring back what was
 * @param notes what else there is to know of it
 */
record FleetWords(List<String> steps, boolean lasts, List<String> notes) {

    FleetWords {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    static FleetWords claimed(Decision.Placed placed) {
        var steps = new ArrayList<String>();
        var switched = new TreeMap<String, String>();
        for (var vgpu : placed.vgpus()) {
            if (vgpu.switched()) {
                var gpu = vgpu.host() + " switches " + vgpu.gpu();
                switched.put(gpu, " to " + vgpu.mode().word());
            }
        }
        switched.forEach((gpu, mode) -> steps.add(gpu + mode));
        for (var host : placed.hosts()) {
            steps.add(host + " makes " + madeFor(placed.claimOn(host)));
        }
        return new FleetWords(steps, false, List.of(placed.why()));
    }

    private static String madeFor(FleetClaim claim) {
        return claim.words() + claim.vm().map(vm -> " for the VM " + vm).orElse("");
    }

    static FleetWords held(String claim, Map<String, FleetClaim> parts) {
        var notes = new ArrayList<String>();
        new TreeMap<>(parts)
                .forEach((host, part) ->
                        notes.add(
                                "Claim %s is held already: %s on %s."
                                        .formatted(claim, part.words(), host)));
        return new FleetWords(List.of(), false, notes);
    }

    static FleetWords released(Map<String, FleetClaim> parts) {
        var steps = new ArrayList<String>();
        var notes = new ArrayList<String>();
        new TreeMap<>(parts)
                .forEach((host, part) -> {
                    steps.add(host + " takes away " + part.words());
                    part.vm()
                            .ifPresent(vm ->
                                    notes.add(
                                            "What the VM %s uses now stays until it is shut off."
                                                    .formatted(vm)));
                });
        notes.add("Whoever asks next may get the place.");
        return new FleetWords(steps, true, notes);
    }

    static FleetWords cordoned(String host, boolean on, int claims) {
        var note = "It goes on carrying %d claim%s.".formatted(claims, claims == 1 ? "" : "s");
        return new FleetWords(
                List.of(on ? "nothing new goes to " + host : "claims may go to " + host + " again"),
                false,
                on && claims > 0 ? List.of(note) : List.of());
    }

    /** Where it has been so already. */
    static FleetWords nothing(String why) {
        return new FleetWords(List.of(), false, List.of(why));
    }

    static Problem refused(Decision.Refused refused) {
        var reasons = new StringBuilder("no host of the fleet can take it");
        for (var reason : refused.reasons()) {
            reasons.append(
                    "\n%d host%s: %s"
                            .formatted(
                                    reason.hosts(),
                                    reason.hosts() == 1 ? "" : "s",
                                    reason.sentence()));
        }
        return new Problem.NoRoom(
                reasons.toString(),
                refused.cheapest()
                        .map(Decision.Change::words)
                        .orElse(
                                refused.reasons().isEmpty()
                                        ? "let a host join it: vgpuctl serve --fleet STORE"
                                        : "release something, or ask for less"));
    }

    JsonObject.Builder json() {
        var taken = new ArrayList<Json>();
        for (var step : steps) {
            taken.add(JsonObject.builder().put("words", step).put("reversible", !lasts).build());
        }
        return JsonObject.builder().put("steps", new JsonArray(taken)).put("notes", notes);
    }
}
