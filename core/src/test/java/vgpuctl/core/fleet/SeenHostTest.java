package vgpuctl.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeenHostTest {

    private static final FleetClaim THERE = claim("there");
    private static final FleetClaim HALF = claim("half");

    private static FleetClaim claim(String id) {
        return new FleetClaim(
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                HostResources.NONE,
                List.of(),
                Optional.empty());
    }

    private static SeenHost host(boolean isHeard, List<String> missing, List<String> problems) {
        var allocation = HostAllocation.empty("h1").with(THERE, Map.of()).with(HALF, Map.of());
        return new SeenHost(
                "h1", Optional.empty(), allocation, Optional.empty(), isHeard, missing, problems);
    }

    @Test
    void aClaimThatIsAllThereIsSaidToBeSoBesideOneThatIsNot() {
        var host = host(true, List.of("half"), List.of("no room"));
        assertThat(host.carries(THERE)).isEqualTo("carried out");
        assertThat(host.carries(HALF)).isEqualTo("in part");
        assertThat(host.carries()).isEqualTo("in part");
    }

    @Test
    void whereNobodyKnowsWhichOneAllAre() {
        var host = host(true, List.of(), List.of("the VM's configuration is locked"));
        assertThat(host.carries(THERE)).isEqualTo("in part");
        assertThat(host(false, List.of("half"), List.of()).carries(THERE)).isEqualTo("waits");
        assertThat(host(true, List.of(), List.of()).carries(HALF)).isEqualTo("carried out");
    }
}
