package vgpuctl.fleet.proof;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.fleet.proof.ClientHistory.Answer;
import vgpuctl.fleet.proof.ClientHistory.Story;
import vgpuctl.fleet.proof.StoreHistory.Life;

/** Compares what clients were told with what the store held, when. */
final class Checker {

    /** When there was no majority, surely. */
    record Outage(long from, long to) {}

    private final ClientHistory clients;
    private final StoreHistory store;
    private final Clock clock;
    private final List<Outage> outages;
    private final List<String> faults = new ArrayList<>();

    private Checker(ClientHistory clients, StoreHistory store, Clock clock, List<Outage> outages) {
        this.clients = clients;
        this.store = store;
        this.clock = clock;
        this.outages = outages;
    }

    /** All that is wrong, a sentence each. */
    static List<String> faults(
            ClientHistory clients, StoreHistory store, Clock clock, List<Outage> outages) {
        store.settle();
        var checker = new Checker(clients, store, clock, outages);
        checker.faults.addAll(store.faults());
        checker.faults.addAll(clients.faults());
        clients.stories().forEach(checker::check);
        checker.checkNobodys();
        checker.checkOutages();
        return checker.faults;
    }

    private void check(String id, Story story) {
        var life = store.lives().get(id);
        if (story.answer == Answer.GRANTED) {
            if (life == null) {
                fault(id, "was acknowledged and never written: lost");
                return;
            }
            checkGrant(id, story, life);
        }
        if (life == null) {
            return;
        }
        if (story.answer == Answer.REFUSED && story.releasing == 0) {
            fault(id, "was refused, and is written at revision " + life.appeared());
        }
        if (life.gone() != 0) {
            checkEnd(id, story, life);
        } else if (story.released != 0) {
            fault(id, "is still there after its release was acknowledged");
        }
        if (clock.latest(life.appeared()) < story.asked) {
            fault(id, "was written before anybody asked for it");
        }
    }

    private void checkGrant(String id, Story story, Life life) {
        if (!life.where().equals(story.where)) {
            fault(id, "was acknowledged as %s and is %s".formatted(story.where, life.where()));
        }
        var vgpus = life.where().split(",", -1);
        if (vgpus.length != story.count || !life.where().contains("=" + story.type + "@")) {
            fault(
                    id,
                    "is %s, where %d × %s were asked for"
                            .formatted(life.where(), story.count, story.type));
        }
        if (clock.earliest(life.appeared()) > story.granted) {
            fault(id, "was acknowledged before it was written");
        }
    }

    private void checkEnd(String id, Story story, Life life) {
        if (story.releasing == 0) {
            fault(id, "is lost: gone at revision " + life.gone() + ", and nobody released it");
        } else if (clock.latest(life.gone()) < story.releasing) {
            fault(id, "is lost: gone before anybody released it");
        } else if (story.released != 0 && clock.earliest(life.gone()) > story.released) {
            fault(id, "was there for a while after its release was acknowledged");
        }
    }

    private void checkNobodys() {
        for (var id : store.lives().keySet()) {
            if (!clients.stories().containsKey(id)) {
                fault(id, "is nobody's");
            }
        }
    }

    private void checkOutages() {
        for (var outage : outages) {
            var count =
                    clients.grants().stream()
                            .filter(grant ->
                                    grant.begin() > outage.from() && grant.end() < outage.to())
                            .count();
            if (count > 0) {
                faults.add(count + " claims were granted while there was no majority");
            }
        }
    }

    private void fault(String id, String what) {
        faults.add("claim " + id + " " + what);
    }
}
