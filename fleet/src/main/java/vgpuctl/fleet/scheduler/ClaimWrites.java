package vgpuctl.fleet.scheduler;

import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.fleet.documents.ClaimKey;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.store.Transaction;

/** Claims and the allocations of their hosts, which change in one transaction or not at all. */
final class ClaimWrites {

    private final Keys keys;
    private final Transaction.Builder transaction = new Transaction.Builder();

    ClaimWrites(Keys keys) {
        this.keys = keys;
    }

    /** The claim's key, which nobody has yet. */
    void grant(Decision.Placed placed) {
        var key = keys.claim(placed.request().claim());
        transaction.expect(key, Transaction.ABSENT).put(key, new ClaimKey(placed.hosts()).write());
    }

    /** The claim's key goes. */
    void release(String claim, long revision) {
        var key = keys.claim(claim);
        transaction.expect(key, revision).delete(key);
    }

    /** What a host is to carry instead of what it was at a revision. */
    void swap(HostAllocation now, long revision) {
        var key = keys.host(now.host(), Part.ALLOCATION);
        transaction.expect(key, revision).put(key, AllocationJson.write(now));
    }

    Transaction transaction() {
        return transaction.build();
    }
}
