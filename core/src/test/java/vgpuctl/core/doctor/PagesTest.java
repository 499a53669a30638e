package vgpuctl.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vgpuctl.core.doctor.rule.Rules;
import vgpuctl.core.install.InstallRules;

/**
 * The pages under {@code docs/doctor}, which are written from the rules: {@code scripts/mvn -pl
 * core test -Dtest=PagesTest -Dvgpuctl.rewrite=true} writes them anew.
 */
class PagesTest {

    private static final Path PAGES =
            Path.of("").toAbsolutePath().resolve("../docs/doctor").normalize();

    @Test
    void eachRuleHasItsPageAndNoPageIsStale() throws IOException {
        var pages = pages();
        if (Boolean.getBoolean("vgpuctl.rewrite")) {
            rewrite(pages);
        }
        assertThat(written()).isEqualTo(pages);
    }

    /** A preflight says what these constants say, and that the IOMMU is off. */
    @Test
    void eachThingThatAnInstallationMayFindHasItsPage()
            throws ReflectiveOperationException, IOException {
        var pages = written().keySet();
        for (var field : InstallRules.class.getDeclaredFields()) {
            field.setAccessible(true);
            if (field.get(null) instanceof Description rule) {
                assertThat(InstallRules.all()).contains(rule);
                assertThat(pages).contains(rule.id() + ".md");
            }
        }
    }

    private static void rewrite(Map<String, String> pages) throws IOException {
        Files.createDirectories(PAGES);
        for (var name : written().keySet()) {
            Files.delete(PAGES.resolve(name));
        }
        for (var page : pages.entrySet()) {
            Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
        }
    }

    private static Map<String, String> written() throws IOException {
        var written = new TreeMap<String, String>();
        try (var files = Files.list(PAGES)) {
            for (var file : files.toList()) {
                written.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return written;
    }

    private static Map<String, String> pages() {
        var rules = rules();
        var pages = new TreeMap<String, String>();
        pages.put("README.md", index(rules));
        rules.forEach(rule -> pages.put(rule.id() + ".md", page(rule, rules)));
        return pages;
    }

    private static List<Description> rules() {
        return Stream.of(
                        Rules.all().stream().map(Rule::description),
                        Stream.of(Rules.UNKNOWN),
                        InstallRules.all().stream())
                .flatMap(each -> each)
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
    }

    private static String index(List<Description> rules) {
        return """
        # What doctor finds

        A page for each rule, written from the rule itself. Errors and warnings are for you to act on, notices
        are good to know. Where several come together, act in the order in which `vgpuctl doctor` lists them.
        What begins with `install-` comes from `vgpuctl install` and `uninstall`.

        | rule | severity | what is wrong |
        |---|---|---|
        """
                + rules.stream().map(PagesTest::row).collect(Collectors.joining());
    }

    private static String row(Description rule) {
        return "| [%s](%s.md) | %s | %s |\n"
                .formatted(rule.id(), rule.id(), rule.severity().word(), rule.title());
    }

    private static String page(Description rule, List<Description> rules) {
        var page = new StringBuilder();
        page.append("# ").append(rule.title()).append("\n\n");
        page.append("`").append(rule.id()).append("`, ");
        page.append(rule.severity().word()).append("\n\n");
        page.append(rule.proven() ? "## Why\n\n" : "## Why, most likely\n\n");
        page.append(rule.cause()).append("\n\n");
        page.append("## What to do\n\n").append(rule.fix().replace("{}", "NAME")).append("\n");
        rule.command()
                .ifPresent(command ->
                        page.append("\n    ")
                                .append(command.replace("{}", "ID").replace(Description.VM, "VM"))
                                .append("\n"));
        page.append(links("Shown under", causes(rule)));
        page.append(links("Explains", consequences(rule, rules)));
        return page.toString();
    }

    private static List<String> causes(Description rule) {
        return rule.explainedBy().stream()
                .map(Description.Explanation::rule)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> consequences(Description rule, List<Description> rules) {
        return rules.stream()
                .filter(other -> causes(other).contains(rule.id()))
                .map(Description::id)
                .toList();
    }

    private static String links(String label, List<String> ids) {
        return ids.isEmpty()
                ? ""
                : "\n"
                        + label
                        + ": "
                        + ids.stream()
                                .map(id -> "[" + id + "](" + id + ".md)")
                                .collect(Collectors.joining(", "))
                        + "\n";
    }
}
