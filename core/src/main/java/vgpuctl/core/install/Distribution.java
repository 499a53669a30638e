package vgpuctl.core.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a host runs.
 *
 * @param name as it calls itself
 * @param version its first number; 0 where it has none
 */
public record Distribution(Family family, String name, int version) {

    /**
     * What {@code /etc/os-release} says.
     *
     * @param isProxmox whether Proxmox VE's own files are there: it calls itself Debian
     * @return empty for one that is not known here
     */
    public static Optional<Distribution> of(String osRelease, boolean isProxmox) {
        var values = values(osRelease);
        var name = values.getOrDefault("PRETTY_NAME", values.getOrDefault("NAME", "?"));
        var version = firstNumber(values.getOrDefault("VERSION_ID", ""));
        return family(values, isProxmox)
                .map(family ->
                        new Distribution(
                                family, isProxmox ? "Proxmox VE on " + name : name, version));
    }

    private static Optional<Family> family(Map<String, String> values, boolean isProxmox) {
        var words = values.getOrDefault("ID", "") + " " + values.getOrDefault("ID_LIKE", "");
        var ids = List.of(words.strip().split(" +"));
        if (isProxmox && ids.contains("debian")) {
            return Optional.of(Family.PROXMOX);
        }
        if (ids.contains("ubuntu")) {
            return Optional.of(Family.UBUNTU);
        }
        if (ids.contains("debian")) {
            return Optional.of(Family.DEBIAN);
        }
        return ids.contains("rhel") || ids.contains("fedora")
                ? Optional.of(Family.RHEL)
                : Optional.empty();
    }

    private static Map<String, String> values(String text) {
        var values = new TreeMap<String, String>();
        for (var line : text.lines().toList()) {
            var equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                var value = line.substring(equals + 1).strip();
                values.put(line.substring(0, equals).strip(), unquoted(value));
            }
        }
        return values;
    }

    private static String unquoted(String value) {
        var isQuoted =
                value.length() > 1
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    private static int firstNumber(String version) {
        var number = version.split("\\.", 2)[0];
        return number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : 0;
    }
}
