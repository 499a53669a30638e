package vgpuctl.fleet.agent;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a host beside what it looks like.
 *
 * @param group a rack or a cluster, as its administrator calls it
 * @param labels anything else that requests may ask for
 * @param driver version of the vGPU manager; empty where none is loaded
 */
public record HostFacts(Optional<String> group, SortedMap<String, String> labels, String driver) {

    public HostFacts {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
}
