package vgpuctl.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembersTest {

    @Test
    void theHighestOfSomebodysGroupsCounts() {
        var groups =
                Map.of(
                        "anna", Set.of("anna", "libvirt", "gpu-admins"),
                        "otto", Set.of("otto", "libvirt"),
                        "vera", Set.of("vera"));
        var members =
                new Members(
                        Role.VIEW,
                        Map.of("libvirt", Role.OPERATE, "gpu-admins", Role.ADMINISTER),
                        user -> groups.getOrDefault(user, Set.of()));

        assertThat(members.role("anna")).isEqualTo(Role.ADMINISTER);
        assertThat(members.role("otto")).isEqualTo(Role.OPERATE);
        assertThat(members.role("vera")).isEqualTo(Role.VIEW);
        assertThat(members.role("nobody-knows")).isEqualTo(Role.VIEW);
    }
}
