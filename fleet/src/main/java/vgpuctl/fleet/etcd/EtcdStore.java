package vgpuctl.fleet.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.store.Committed;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Lease;
import vgpuctl.fleet.store.Listing;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.StoreException.Fate;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch;

/** A store in etcd. Any number of threads may use one. */
public final class EtcdStore implements Store {

    /** Some hundred documents of some KiB: an answer that comes in one piece. */
    private static final int PAGE = 256;

    private final Members members;

    public EtcdStore(EtcdSettings settings) {
        members = new Members(settings);
    }

    @Override
    public String name() {
        return members.settings().name();
    }

    @Override
    public Optional<Entry> get(String key) {
        var body = JsonObject.builder().put("key", Wire.base64(key)).build();
        try {
            return Wire.entries(members.ask("/v3/kv/range", body)).stream().findFirst();
        } catch (RefusedException e) {
            throw refused(e, key);
        }
    }

    @Override
    public Listing list(String prefix) {
        while (true) {
            try {
                return pages(prefix);
            } catch (RefusedException e) {
                // Between two pages what is old was thrown away.
                if (e.refusal() != Refusal.COMPACTED) {
                    throw refused(e, prefix);
                }
            }
        }
    }

    /** All pages of one moment. */
    private Listing pages(String prefix) throws RefusedException {
        var entries = new ArrayList<Entry>();
        var from = prefix;
        var revision = 0L;
        while (true) {
            var body =
                    JsonObject.builder()
                            .put("key", Wire.first(from))
                            .put("range_end", Wire.behind(prefix))
                            .put("limit", Integer.toString(PAGE));
            if (revision > 0) {
                body.put("revision", Long.toString(revision));
            }
            var answer = members.ask("/v3/kv/range", body.build());
            revision = revision > 0 ? revision : Wire.revision(answer);
            entries.addAll(Wire.entries(answer));
            if (!answer.truth("more").orElse(false)) {
                return new Listing(entries, revision);
            }
            from = entries.getLast().key() + "\0";
        }
    }

    @Override
    public Committed commit(Transaction transaction) {
        try {
            var answer = members.write("/v3/kv/txn", Wire.transaction(transaction));
            return new Committed(answer.truth("succeeded").orElse(false), Wire.revision(answer));
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.NO_LEASE) {
                return new Committed(false, 0);
            }
            throw refused(e, String.join(", ", transaction.writes().keySet()));
        }
    }

    @Override
    public Watch watch(String prefix, long from) {
        return new EtcdWatch(members, prefix, from);
    }

    @Override
    public Lease grant(Duration life) {
        var seconds = Math.max(1, life.toSeconds());
        var body = JsonObject.builder().put("TTL", Long.toString(seconds)).build();
        try {
            var answer = members.write("/v3/lease/grant", body);
            return new Lease(Wire.number(answer, "ID"), Duration.ofSeconds(seconds));
        } catch (RefusedException e) {
            throw refused(e, "a lease");
        }
    }

    @Override
    public boolean renew(Lease lease) {
        try {
            var answer = members.ask("/v3/lease/keepalive", id(lease));
            return answer.object("result")
                    .filter(result -> Wire.number(result, "TTL") > 0)
                    .isPresent();
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.NO_LEASE) {
                return false;
            }
            throw refused(e, "a lease");
        }
    }

    @Override
    public void revoke(Lease lease) {
        try {
            members.ask("/v3/lease/revoke", id(lease));
        } catch (RefusedException e) {
            if (e.refusal() != Refusal.NO_LEASE) {
                throw refused(e, "a lease");
            }
        }
    }

    private static JsonObject id(Lease lease) {
        return JsonObject.builder().put("ID", Long.toString(lease.id())).build();
    }

    private StoreException refused(RefusedException e, String what) {
        var problem =
                e.refusal() == Refusal.NOT_PERMITTED
                        ? new Problem.NotPermitted(
                                name() + " does not let " + user() + " at " + what,
                                "ask whoever administers it for a role that may")
                        : new Problem.Refused(
                                name() + " refuses " + what, e.said(), "see etcd's own log");
        return new StoreException(Fate.NOT_DONE, problem);
    }

    private String user() {
        return members.settings().login().map(login -> "user " + login.user()).orElse("us");
    }

    @Override
    public void close() {
        members.close();
    }
}
