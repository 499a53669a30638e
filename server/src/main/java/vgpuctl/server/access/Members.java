package vgpuctl.server.access;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What users of this host may do who come over the Unix socket.
 *
 * @param everybody the role of who is in none of the groups
 * @param ofGroups the roles of groups; who is in several has the highest
 * @param groupsOf a user's groups
 */
public record Members(
        Role everybody, Map<String, Role> ofGroups, Function<String, Set<String>> groupsOf) {

    /** One role for all. */
    public static Members all(Role role) {
        return new Members(role, Map.of(), _ -> Set.of());
    }

    public Role role(String user) {
        if (ofGroups.isEmpty()) {
            return everybody;
        }
        return groupsOf.apply(user).stream()
                .filter(ofGroups::containsKey)
                .map(ofGroups::get)
                .max(Role::compareTo)
                .orElse(everybody);
    }
}
