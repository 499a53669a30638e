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
import java.util.function.Consumer;

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
        return but(parts -> parts.gpus = other);
    }

    public Where onSeveralHosts() {
        return but(parts -> parts.sameHost = false);
    }

    public Where onOneNuma() {
        return but(parts -> parts.sameNuma = true);
    }

    public Where onNuma(int node) {
        return but(parts -> parts.numa = OptionalInt.of(node));
    }

    public Where onModels(Set<String> others) {
        return but(parts -> parts.models = new TreeSet<>(others));
    }

    public Where inGroups(Set<String> others) {
        return but(parts -> parts.groups = new TreeSet<>(others));
    }

    public Where onHosts(Set<String> others) {
        return but(parts -> parts.hosts = new TreeSet<>(others));
    }

    public Where notOnHosts(Set<String> others) {
        return but(parts -> parts.notHosts = new TreeSet<>(others));
    }

    public Where labelled(Map<String, String> others) {
        return but(parts -> parts.labels = new TreeMap<>(others));
    }

    public Where apart(String word) {
        return but(parts -> parts.apart = Optional.of(word));
    }

    public Where anyApart() {
        return but(parts -> parts.apart = Optional.empty());
    }

    private Where but(Consumer<Parts> change) {
        var parts = new Parts(this);
        change.accept(parts);
        return parts.together();
    }

    /** Its components, while one of them is changed. */
    private static final class Parts {

        private boolean sameHost;
        private GpuSharing gpus;
        private boolean sameNuma;
        private OptionalInt numa;
        private NavigableSet<String> models;
        private NavigableSet<String> groups;
        private NavigableSet<String> hosts;
        private NavigableSet<String> notHosts;
        private SortedMap<String, String> labels;
        private Optional<String> apart;

        private Parts(Where where) {
            sameHost = where.sameHost;
            gpus = where.gpus;
            sameNuma = where.sameNuma;
            numa = where.numa;
            models = where.models;
            groups = where.groups;
            hosts = where.hosts;
            notHosts = where.notHosts;
            labels = where.labels;
            apart = where.apart;
        }

        private Where together() {
            return new Where(
                    sameHost, gpus, sameNuma, numa, models, groups, hosts, notHosts, labels, apart);
        }
    }
}
