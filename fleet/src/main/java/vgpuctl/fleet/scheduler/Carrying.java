package vgpuctl.fleet.scheduler;

import java.time.Duration;
import java.util.Optional;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.fleet.agent.Report;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;

/** Waits for a host's agent, which says what of its allocation is there. */
final class Carrying {

    private static final int BETWEEN_LOOKS_MS = 200;

    /** Agents try again what did not go, every few seconds. */
    private static final Duration FOR_ANOTHER_TRY = Duration.ofSeconds(12);

    private final Store store;
    private final Keys keys;
    private final Duration limit;

    Carrying(Store store, Keys keys, Duration limit) {
        this.store = store;
        this.keys = keys;
        this.limit = limit;
    }

    /** Until the host has all of the claim; why it has not, where that takes too long. */
    Optional<String> await(String host, String claim) {
        var end = System.nanoTime() + limit.toNanos();
        // What others are given there afterwards has not to be waited for.
        var wanted = Optional.<HostAllocation>empty();
        while (true) {
            wanted = wanted.or(() -> allocation(host));
            var why = why(host, wanted, claim);
            if (why.isEmpty()) {
                return Optional.empty();
            }
            if (why.get().isSaid()) {
                end = Math.min(end, System.nanoTime() + FOR_ANOTHER_TRY.toNanos());
            }
            if (System.nanoTime() > end) {
                return Optional.of(why.get().sentence());
            }
            Rewriting.rest(BETWEEN_LOOKS_MS);
        }
    }

    /**
     * Why a claim is not there.
     *
     * @param isSaid whether it is the agent that says so
     */
    private record Why(String sentence, boolean isSaid) {}

    private Optional<Why> why(String host, Optional<HostAllocation> wanted, String claim) {
        var report = text(host, Part.REPORT).map(Report::read);
        if (wanted.isEmpty() || report.filter(said -> said.isOf(wanted.get())).isEmpty()) {
            return Optional.of(
                    new Why(
                            "the agent of "
                                    + host
                                    + " has not said within "
                                    + limit.toSeconds()
                                    + " s that its vGPUs are there",
                            false));
        }
        return why(host, report.orElseThrow(), wanted.get(), claim);
    }

    private static Optional<Why> why(
            String host, Report said, HostAllocation wanted, String claim) {
        if (said.hasCarriedOut(wanted, claim)) {
            return Optional.empty();
        }
        return Optional.of(
                new Why(
                        said.problems().isEmpty()
                                ? "its vGPUs are not on " + host
                                : host + " says: " + String.join("; ", said.problems()),
                        true));
    }

    /** What keeps a host from being as it is to be; empty where its agent says that it is so. */
    Optional<String> awaitAll(String host) {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            var wanted = allocation(host);
            var said = text(host, Part.REPORT).map(Report::read);
            if (wanted.isPresent() && said.filter(its -> its.isOf(wanted.get())).isPresent()) {
                var problems = said.get().problems();
                return problems.isEmpty()
                        ? Optional.empty()
                        : Optional.of(host + " says: " + String.join("; ", problems));
            }
            if (System.nanoTime() > end) {
                return Optional.of(
                        "the agent of " + host + " has not said that its vGPUs are taken away");
            }
            Rewriting.rest(BETWEEN_LOOKS_MS);
        }
    }

    private Optional<HostAllocation> allocation(String host) {
        return text(host, Part.ALLOCATION).map(AllocationJson::read);
    }

    /** Empty also where the store does not answer now: it is asked again. */
    private Optional<String> text(String host, Part part) {
        try {
            return store.get(keys.host(host, part)).map(Entry::text);
        } catch (StoreException _) {
            return Optional.empty();
        }
    }
}
