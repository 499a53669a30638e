package vgpuctl.fleet.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostResources;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.type.TypeName;
import vgpuctl.fleet.documents.ClaimKey;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.proof.Checker.Outage;

/** A proof is worth what its checker finds: histories with one fault each. */
class CheckerTest {

    private static final String GPU = "0000:01:00.0";

    private final StoreHistory store = new StoreHistory(ProofFleet.KEYS.prefix());
    private final ClientHistory clients = new ClientHistory();
    private final AgentHistory agents = new AgentHistory();
    private final Clock clock = new Clock();
    private final List<Outage> outages = new ArrayList<>();
    private final Map<String, HostAllocation> hosts = new TreeMap<>();
    private long revision;

    private List<String> faults() {
        var faults = new ArrayList<>(Checker.faults(clients, store, clock, outages));
        faults.addAll(agents.faults(store));
        return faults;
    }

    // ---- a history in the making: each step takes 100 ticks ----

    private long now() {
        return 100 * (revision + 1);
    }

    private static FleetClaim claim(String id, String type, int placement) {
        return new FleetClaim(
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                HostResources.NONE,
                List.of(
                        new ClaimedVgpu(
                                UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)),
                                new TypeName("NVIDIA " + type),
                                GPU,
                                placement < 0 ? OptionalInt.empty() : OptionalInt.of(placement))));
    }

    private HostAllocation host(String host) {
        return hosts.getOrDefault(host, HostAllocation.empty(host));
    }

    private void write(HostAllocation now, String claim, Optional<ClaimKey> key) {
        revision++;
        hosts.put(now.host(), now);
        store.take(
                ProofFleet.KEYS.host(now.host(), Part.ALLOCATION),
                Optional.of(AllocationJson.write(now)),
                revision);
        store.take(ProofFleet.KEYS.claim(claim), key.map(ClaimKey::write), revision);
        clock.mark(now(), now() + 10, ++revision);
        store.take("mark", Optional.of("x"), revision);
    }

    private void put(String host, FleetClaim claim, Mode mode) {
        write(
                host(host).with(claim, Map.of(GPU, mode)),
                claim.id(),
                Optional.of(new ClaimKey(List.of(host))));
    }

    private void remove(String host, String claim) {
        write(host(host).without(claim), claim, Optional.empty());
    }

    private void say(String word, String... more) {
        clients.take(word + "\t" + now() + "\t" + String.join("\t", more));
    }

    private static String where(String host, FleetClaim claim) {
        return StoreHistory.where(
                host, StoreHistory.vgpus((JsonObject) AllocationJson.claim(claim)));
    }

    /** Asked, written and acknowledged. */
    private void grant(String host, String id, String type, Mode mode, int placement) {
        var claim = claim(id, type, placement);
        say("ask", id, type, "1");
        put(host, claim, mode);
        say("granted", id, where(host, claim));
    }

    private void release(String host, String id) {
        say("release", id);
        remove(host, id);
        say("released", id);
    }

    private void grant(String id) {
        grant("h0", id, "A40-8Q", Mode.EQUAL_SIZE, -1);
    }

    // ---- what must not be found, and what must ----

    @Test
    void aHistoryInWhichAllIsWellHasNoFault() {
        grant("a");
        grant("b");
        grant("h1", "m1", "A40-24Q", Mode.MIXED_SIZE, 0);
        grant("h1", "m2", "A40-12Q", Mode.MIXED_SIZE, 24);
        agents.take("carried\t1\th0\t2\t" + AllocationJson.write(host("h0")).hashCode());
        release("h0", "a");
        say("ask", "c", "A40-48Q", "1");
        say("refused", "c");
        say("ask", "d", "A40-48Q", "1");
        say("unclear", "s0");
        assertThat(faults()).isEmpty();
        assertThat(clients.decisions()).isEqualTo(5);
    }

    @Test
    void aClaimOnTwoHostsIsFound() {
        grant("a");
        put("h1", claim("a", "A40-8Q", -1), Mode.EQUAL_SIZE);
        assertThat(faults()).anyMatch(fault -> fault.startsWith("claim a is doubled"));
    }

    @Test
    void aClaimThatComesBackIsFound() {
        grant("a");
        release("h0", "a");
        put("h0", claim("a", "A40-8Q", -1), Mode.EQUAL_SIZE);
        assertThat(faults()).anyMatch(fault -> fault.startsWith("claim a is doubled"));
    }

    @Test
    void aClaimThatWasAcknowledgedAndNeverWrittenIsFound() {
        say("ask", "a", "A40-8Q", "1");
        say("granted", "a", where("h0", claim("a", "A40-8Q", -1)));
        assertThat(faults()).containsExactly("claim a was acknowledged and never written: lost");
    }

    @Test
    void aClaimThatGoesByItselfIsFound() {
        grant("a");
        grant("b");
        remove("h0", "a");
        assertThat(faults())
                .containsExactly("claim a is lost: gone at revision 5, and nobody released it");
    }

    @Test
    void aClaimThatGoesBeforeItsReleaseIsFound() {
        grant("a");
        remove("h0", "a");
        grant("b");
        release("h0", "a");
        assertThat(faults()).contains("claim a is lost: gone before anybody released it");
    }

    @Test
    void aReleaseThatDoesNothingIsFound() {
        grant("a");
        say("release", "a");
        say("released", "a");
        assertThat(faults())
                .containsExactly("claim a is still there after its release was acknowledged");
    }

    @Test
    void anOverCommittedGpuIsFound() {
        for (var i = 0; i < 6; i++) {
            grant("a" + i);
        }
        assertThat(faults()).isEmpty();
        grant("a6");
        assertThat(faults()).hasSize(1).first().asString().contains("is over-committed");
    }

    @Test
    void twoInOnePlaceAreFound() {
        grant("h0", "a", "A40-24Q", Mode.MIXED_SIZE, 0);
        grant("h0", "b", "A40-8Q", Mode.MIXED_SIZE, 16);
        assertThat(faults()).hasSize(1).first().asString().contains("two lie in one place");
    }

    @Test
    void aPlaceThatDoesNotExistIsFound() {
        grant("h0", "a", "A40-8Q", Mode.MIXED_SIZE, 8);
        assertThat(faults()).hasSize(1).first().asString().contains("where none can begin");
    }

    @Test
    void typesThatMustNotMixAreFound() {
        grant("h0", "a", "A40-8Q", Mode.EQUAL_SIZE, -1);
        grant("h0", "b", "A40-8C", Mode.EQUAL_SIZE, -1);
        assertThat(faults()).as("a driver that mixes series").isEmpty();
        grant("h0", "c", "A40-4C", Mode.EQUAL_SIZE, -1);
        assertThat(faults()).hasSize(1).first().asString().contains("mixes sizes");
        grant("h1", "d", "A40-8Q", Mode.EQUAL_SIZE, -1);
        grant("h1", "e", "A40-8C", Mode.EQUAL_SIZE, -1);
        assertThat(faults()).hasSize(2).last().asString().contains("mixes types");
    }

    @Test
    void aGrantWithoutAMajorityIsFound() {
        grant("a");
        outages.add(new Outage(now() - 1, now() + 1000));
        say("ask", "b", "A40-8Q", "1");
        put("h0", claim("b", "A40-8Q", -1), Mode.EQUAL_SIZE);
        say("granted", "b", where("h0", claim("b", "A40-8Q", -1)));
        outages.set(0, new Outage(outages.getFirst().from() - 50, outages.getFirst().to()));
        assertThat(faults()).contains("1 claims were granted while there was no majority");
    }

    @Test
    void aRequestThatWasRefusedAndIsHeldIsFound() {
        say("ask", "a", "A40-8Q", "1");
        say("refused", "a");
        put("h0", claim("a", "A40-8Q", -1), Mode.EQUAL_SIZE);
        assertThat(faults()).containsExactly("claim a was refused, and is written at revision 1");
    }

    @Test
    void aClaimOfNobodyIsFound() {
        put("h0", claim("a", "A40-8Q", -1), Mode.EQUAL_SIZE);
        assertThat(faults()).containsExactly("claim a is nobody's");
    }

    @Test
    void anAnswerThatIsNotWhatIsHeldIsFound() {
        say("ask", "a", "A40-8Q", "1");
        put("h0", claim("a", "A40-4Q", -1), Mode.EQUAL_SIZE);
        say("granted", "a", where("h0", claim("a", "A40-8Q", -1)));
        assertThat(faults()).anyMatch(fault -> fault.startsWith("claim a was acknowledged as h0"));
    }

    @Test
    void aClaimOnACordonedHostIsFound() {
        grant("a");
        write(host("h0").cordoned(true), "a", Optional.of(new ClaimKey(List.of("h0"))));
        grant("b");
        assertThat(faults()).containsExactly("h0 got claim b while it was cordoned");
    }

    @Test
    void aClaimWhoseKeySaysSomethingElseIsFound() {
        say("ask", "a", "A40-8Q", "1");
        write(
                host("h0").with(claim("a", "A40-8Q", -1), Map.of()),
                "a",
                Optional.of(new ClaimKey(List.of("h7"))));
        assertThat(faults()).anyMatch(fault -> fault.contains("its key says [h7]"));
    }

    @Test
    void aHostThatCarriesWhatWasNeverWrittenIsFound() {
        grant("a");
        agents.take("carried\t1\th0\t1\t12345");
        assertThat(faults()).containsExactly("h0 carried generation 1, which was never written so");
    }
}
