package vgpuctl.core.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where vGPUs may be.
 *
 * @param sameHost whether all must be on one host, as those of a VM are; otherwise they may be on
 *     several, all or none
 * @param gpus how they share GPUs
 * @param sameNuma whether all must be on GPUs of one NUMA node
 * @param numa the only node; empty: any
 * @param models the models that may carry them; none named: any
 * @param groups the groups of hosts that may; none named: any
 * @param hosts the hosts that may; none named: any
 * @param notHosts hosts that may not
 * @param labels that a host must have
 * @param apart a word: no host may carry two claims that have it
 */
public record Where(
        boolean sameHost,
        GpuSharing gpus,
        boolean sameNuma,
        OptionalInt numa,
        NavigableSet<String> models,
        NavigableSet<String> groups,
        NavigableSet<String> hosts,
        NavigableSet<String> notHosts,
        SortedMap<String, String> labels,
        Optional<String> apart) {

    /** How the vGPUs of a request share GPUs. */
    public enum GpuSharing {
        ANY("any"),
        /** One GPU takes all. */
        SAME("same"),
        /** No GPU takes two. */
        DIFFERENT("different");

        private final String word;

        GpuSharing(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** On one host, whichever. */
    public static final Where ANYWHERE =
            new Where(
                    true,
                    GpuSharing.ANY,
                    false,
                    OptionalInt.empty(),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new TreeMap<>(),
                    Optional.empty());

    public Where {
        models = Collections.unmodifiableNavigableSet(new TreeSet<>(models));
        groups = Collections.unmodifiableNavigableSet(new TreeSet<>(groups));
        hosts = Collections.unmodifiableNavigableSet(new TreeSet<>(hosts));
        notHosts = Collections.unmodifiableNavigableSet(new TreeSet<>(notHosts));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    public Where with(GpuSharing other) {
        return new Where(
                sameHost, other, sameNuma, numa, models, groups, hosts, notHosts, labels, apart);
    }

    public Where onSeveralHosts() {
        return new Where(
                false, gpus, sameNuma, numa, models, groups, hosts, notHosts, labels, apart);
    }

    public Where onOneNuma() {
        return new Where(
                sameHost, gpus, true, numa, models, groups, hosts, notHosts, labels, apart);
    }

    public Where onNuma(int node) {
        return new Where(
                sameHost,
                gpus,
                sameNuma,
                OptionalInt.of(node),
                models,
                groups,
                hosts,
                notHosts,
                labels,
                apart);
    }

    public Where onModels(Set<String> others) {
        return new Where(
                sameHost,
                gpus,
                sameNuma,
                numa,
                new TreeSet<>(others),
                groups,
                hosts,
                notHosts,
                labels,
                apart);
    }

    public Where inGroups(Set<String> others) {
        return new Where(
                sameHost,
                gpus,
                sameNuma,
                numa,
                models,
                new TreeSet<>(others),
                hosts,
                notHosts,
                labels,
                apart);
    }

    public Where onHosts(Set<String> others) {
        return new Where(
                sameHost,
                gpus,
                sameNuma,
                numa,
                models,
                groups,
                new TreeSet<>(others),
                notHosts,
                labels,
                apart);
    }

    public Where notOnHosts(Set<String> others) {
        return new Where(
                sameHost,
                gpus,
                sameNuma,
                numa,
                models,
                groups,
                hosts,
                new TreeSet<>(others),
                labels,
                apart);
    }

    public Where labelled(Map<String, String> others) {
        return new Where(
                sameHost,
                gpus,
                sameNuma,
                numa,
                models,
                groups,
                hosts,
                notHosts,
                new TreeMap<>(others),
                apart);
    }

    public Where apart(String word) {
        return withApart(Optional.of(word));
    }

    public Where anyApart() {
        return withApart(Optional.empty());
    }

    private Where withApart(Optional<String> word) {
        return new Where(
                sameHost, gpus, sameNuma, numa, models, groups, hosts, notHosts, labels, word);
    }
}
