package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.browser.Browser;
import vgpuctl.cli.browser.Page;

/**
 * The console in a browser, as a person uses it. What it looks like lies in target/console
 * afterwards.
 */
@Timeout(300)
class ConsoleTest {

    private static final List<String> PAGES =
            List.of("", "types", "vgpus", "plan", "layout", "doctor", "activity");

    private static final Path PICTURES = Path.of("target/console");

    /** What the project promises for all that a browser loads, and for the first that it shows. */
    private static final int MOST_BYTES = 100_000;

    private static final double LATEST_PAINT = 1000;

    private static final String LAYOUT =
            """
            apiVersion: vgpuctl/v1
            kind: Layout
            gpus:
              - gpu: 82:00.0
                vgpus:
                  - {name: a, type: A40-12C}
            """;

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private Path directory = Path.of("");

    @BeforeAll
    static void needsABrowser() {
        assumeTrue(
                Browser.program().isPresent(),
                "there is no Chromium here: apt install chromium, or name one in VGPUCTL_CHROMIUM");
    }

    /** A host, its daemon, and a browser. */
    private record Opened(SimulatedHost host, ServedHost served, Browser browser, Page page)
            implements AutoCloseable {

        /** The address that the daemon prints, with this token. */
        String url(String token) {
            return served.daemon().addresses().getLast() + "/#token=" + token;
        }

        void signIn(String token) {
            page.open(url(token));
            page.await("document.querySelector('.connection.live')");
        }

        void to(String name) {
            page.js("(location.hash = '#/" + name + "')");
            page.await("document.querySelector('nav a[aria-current]')?.hash === '#/" + name + "'");
            page.await("!document.querySelector('main > p.note[role=status]')");
        }

        void picture(String name) {
            page.picture(PICTURES.resolve(name + ".png"));
        }

        @Override
        public void close() {
            browser.close();
            served.close();
        }
    }

    private Opened open() throws IOException {
        var host = new SimulatedHost(directory, "a40:vfio").after("gpus");
        var served = ServedHost.start(host);
        var browser = Browser.start(directory.resolve("profile"));
        return new Opened(host, served, browser, browser.page());
    }

    @Test
    void theMainJobFromPlanToRemoval() throws IOException {
        try (var opened = open()) {
            var page = opened.page();
            opened.signIn(ServedHost.ADMINISTER);
            page.reads("NVIDIA A40");
            page.reads("48 GB of 48 GB free");
            assertThat(page.js("location.href")).doesNotContain(ServedHost.ADMINISTER);

            opened.to("plan");
            page.put("input[type=range]", "12");
            page.reads("It fits.");
            opened.picture("plan");
            page.press("button", "Create these");
            page.reads("What would be done, in this order");
            assertThat(opened.served().get("/v1/vgpus").body()).doesNotContain("A40-12C");
            opened.picture("create");
            page.press("dialog button", "Create");
            page.reads("✓ Done.");
            opened.picture("created");
            page.press("dialog footer button", "Close");

            opened.to("vgpus");
            page.await("document.querySelectorAll('.vgpu').length === 2");
            page.focus(".vgpu:first-child button", "Give");
            page.key("Enter");
            page.reads("Give a40-12c-1 to a VM");
            page.await("document.activeElement.tagName === 'SELECT'");
            page.key("Tab");
            page.key("Tab");
            page.key("Enter");
            page.reads("give vGPU 0000:82:00.4 to the VM y-k8s-n-1");
            page.press("dialog button", "Give");
            page.reads("✓ Done.");
            page.key("Escape");
            page.await("!document.querySelector('dialog')");

            page.drag(".vgpu:nth-child(2) .head strong", ".vm:nth-child(2)");
            page.reads("Give a40-12c-2 to y-k8s-n-2");
            opened.picture("attach");
            page.press("dialog button", "Give");
            page.reads("✓ Done.");
            page.press("dialog footer button", "Close");
            page.await("document.querySelectorAll('.vm .has').length === 2");
            assertThat(opened.served().get("/v1/vgpus/a40-12c-2").body()).contains("y-k8s-n-2");
            opened.picture("vgpus");

            opened.to("");
            page.await("document.querySelectorAll('.slices a.slice').length === 2");
            assertThat(
                            page.js(
                                    "[...document.querySelectorAll('.slices a.slice')].map((s) =>"
                                            + " Math.round(100 * s.parentElement.offsetWidth /"
                                            + " s.closest('ul').offsetWidth))"))
                    .isEqualTo("[25,25]");
            opened.picture("host");

            opened.to("doctor");
            page.reads("What failed attempts left");
            opened.picture("doctor");

            opened.to("vgpus");
            for (var left = 1; left >= 0; left--) {
                page.press(".vgpu:first-child button", "Take from");
                page.press("dialog button", "Take away");
                page.reads("✓ Done.");
                page.press("dialog footer button", "Close");
                page.press(".vgpu:first-child button", "Remove");
                page.press("dialog button", "Remove");
                page.reads("✓ Done.");
                page.press("dialog footer button", "Close");
                page.await("document.querySelectorAll('.vgpu').length === " + left);
            }
            page.reads("There is no vGPU yet.");
            assertThat(opened.served().get("/v1/vgpus").body()).doesNotContain("uuid");

            opened.to("activity");
            page.reads("remove");
            opened.picture("activity");
            assertThat(opened.browser().faults()).isEmpty();
        }
    }

    /** Of several changes the middle one counts: this machine may be doing other things. */
    @Test
    void whatHappensOutsideIsSeenWithinASecond() throws IOException {
        try (var opened = open()) {
            opened.signIn(ServedHost.VIEW);
            opened.to("vgpus");
            var took = new ArrayList<Duration>();
            for (var turn = 0; turn < 3; turn++) {
                opened.host().after("sim", "virsh", "start", "y-k8s-n-1");
                took.add(opened.page().await("document.querySelector('.vm .chip.on')", LONG));
                opened.host().after("sim", "virsh", "destroy", "y-k8s-n-1");
                took.add(opened.page().await("!document.querySelector('.vm .chip.on')", LONG));
            }
            took.sort(null);
            assertThat(took.get(took.size() / 2)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void whoMayOnlyLookIsOfferedNoChange() throws IOException {
        try (var opened = open()) {
            opened.host().after("create", "A40-12C", "--name", "desk");
            opened.signIn(ServedHost.VIEW);
            opened.to("vgpus");
            opened.page().reads("desk");
            assertThat(
                            opened.page()
                                    .js(
                                            "[...document.querySelectorAll('main button')]"
                                                    + ".filter((b) => !b.disabled).length"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aRefusalSaysWhatStandsInTheWayBeforeAnythingIsDone() throws IOException {
        try (var opened = open()) {
            opened.host().after("create", "A40-24C", "--name", "desk");
            opened.signIn(ServedHost.ADMINISTER);
            opened.to("vgpus");
            opened.page().press("main button", "Create");
            opened.page().put("#create select", "A40-24C");
            opened.page().put("#create input[type=number]", "2");
            opened.page().reads("no room for 2 × A40-24C");
            opened.picture("refused");
            assertThat(opened.page().js("document.querySelector('dialog footer .main').disabled"))
                    .isEqualTo("true");
        }
    }

    @Test
    void aLayoutIsWrittenComparedAndApplied() throws IOException {
        try (var opened = open()) {
            var page = opened.page();
            opened.signIn(ServedHost.ADMINISTER);
            opened.to("layout");
            page.put("textarea", LAYOUT.replace("type", "tipe"));
            page.reads("tipe");
            page.await("document.querySelector('.numbers .wrong')?.innerText === '6'");
            opened.picture("layout-mistaken");
            page.put("textarea", LAYOUT);
            page.await("document.querySelectorAll('.diff li').length === 1");
            opened.picture("layout");
            page.press("button", "Apply");
            page.press("dialog button", "Apply");
            page.reads("✓ Done.");
            page.press("dialog footer button", "Close");
            page.reads("The host is as the layout says.");
            assertThat(opened.served().get("/v1/vgpus/a").status()).isEqualTo(200);
        }
    }

    @Test
    void withoutATokenOneIsAskedForOne() throws IOException {
        try (var opened = open()) {
            var page = opened.page();
            page.open(opened.url("").replaceAll("#.*", ""));
            page.reads("Sign in");
            page.put("input[type=password]", "a-token-that-nobody-has");
            page.press("button", "Sign in");
            page.reads("This token is not known");
            opened.picture("sign-in");
            page.put("input[type=password]", ServedHost.VIEW);
            page.press("button", "Sign in");
            page.reads("NVIDIA A40");
        }
    }

    @Test
    void whenTheDaemonGoesThePageSaysSoAndComesBackWithIt() throws IOException {
        try (var opened = open()) {
            var page = opened.page();
            opened.signIn(ServedHost.ADMINISTER);
            var authority = URI.create(opened.served().daemon().addresses().getLast());
            opened.served().close();
            page.reads("The daemon does not answer.");
            opened.picture("gone");
            opened.host().after("create", "A40-12C", "--name", "meanwhile");
            try (var _ = ServedHost.startAt(authority.getAuthority(), opened.host())) {
                page.await("document.querySelector('.connection.live')", LONG);
                page.reads("meanwhile");
                page.await("!document.querySelector('.banner')");
            }
        }
    }

    /** In both colours: with vGPUs, so that there is something to see. */
    @Test
    void nobodyIsKeptOutOfAnyPage() throws IOException {
        try (var opened = open()) {
            opened.host()
                    .after("create", "A40-12C", "--vm", "y-k8s-n-1", "--vm", "y-k8s-n-2")
                    .after("sim", "virsh", "start", "y-k8s-n-1");
            opened.page().prefers("light");
            opened.signIn(ServedHost.ADMINISTER);
            opened.page().run(axe());
            for (var theme : List.of("light", "dark")) {
                opened.page().prefers(theme);
                opened.page().await("document.documentElement.dataset.shown === '" + theme + "'");
                for (var name : PAGES) {
                    opened.to(name);
                    opened.picture((name.isEmpty() ? "host" : name) + "-" + theme);
                    assertThat(faults(opened.page())).as(name + ", " + theme).isEqualTo("[]");
                }
                opened.to("vgpus");
                opened.page().press("main button", "Create");
                opened.page().reads("Choose a type");
                assertThat(faults(opened.page())).as("create, " + theme).isEqualTo("[]");
                opened.page().key("Escape");
            }
            assertThat(opened.browser().faults()).isEmpty();
        }
    }

    static String axe() throws IOException {
        try (var in = ConsoleTest.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe is not on the class path");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static String faults(Page page) {
        return page.js(
                "axe.run().then((found) => found.violations"
                        + ".filter((v) => ['serious', 'critical'].includes(v.impact))"
                        + ".map((v) => [v.id, v.nodes.map((n) => n.html)]))");
    }

    @Test
    void everyPageFitsAPhoneInBothLanguages() throws IOException {
        try (var opened = open()) {
            opened.host().after("create", "A40-12C", "--vm", "y-k8s-n-1", "--vm", "y-k8s-n-2");
            opened.page().size(360, 780);
            opened.signIn(ServedHost.ADMINISTER);
            for (var language : List.of("en", "zh")) {
                opened.page().put(".tools select", language);
                for (var name : PAGES) {
                    opened.to(name);
                    opened.picture("phone-" + (name.isEmpty() ? "host" : name) + "-" + language);
                    assertThat(opened.page().js("document.documentElement.scrollWidth"))
                            .as(name + ", " + language)
                            .isEqualTo("360");
                }
            }
            assertThat(opened.page().js("document.documentElement.lang")).contains("zh");
            assertThat(opened.page().text()).contains("活动");
        }
    }

    /** Of several starts the best one counts: this machine may be doing other things. */
    @Test
    void itIsSmallAndQuicklyThere() throws IOException {
        try (var opened = open()) {
            var earliest = Double.MAX_VALUE;
            for (var turn = 0; turn < 3; turn++) {
                var page = opened.browser().page();
                page.open(opened.url(ServedHost.VIEW));
                page.reads("NVIDIA A40");
                // What is drawn is told a moment after it can be read.
                var painted = "performance.getEntriesByName('first-contentful-paint')[0]";
                page.await(painted + " !== undefined");
                var paint = page.js(painted + ".startTime");
                earliest = Math.min(earliest, Double.parseDouble(paint));
                var bytes =
                        page.js(
                                "performance.getEntriesByType('resource').concat("
                                        + "performance.getEntriesByType('navigation'))"
                                        + ".filter((r) => !r.name.includes('/v1/'))"
                                        + ".reduce((sum, r) => sum + r.encodedBodySize, 0)");
                assertThat(Integer.parseInt(bytes)).isBetween(20_000, MOST_BYTES);
            }
            assertThat(earliest).isLessThan(LATEST_PAINT);
        }
    }

    @Test
    void liveFiguresMoveNothing() throws IOException {
        try (var opened = open()) {
            opened.host().after("create", "A40-12C", "--vm", "y-k8s-n-1");
            opened.signIn(ServedHost.VIEW);
            opened.page().reads("No live figures");
            opened.page()
                    .run(
                            "window.moved = 0; new PerformanceObserver((list) =>"
                                    + " list.getEntries().forEach((e) => { window.moved +="
                                    + " e.value; })).observe({type: 'layout-shift'});");
            assertThat(opened.page().js("new Promise((done) => setTimeout(done, 4000, moved))"))
                    .isEqualTo("0");
            assertThat(opened.page().js("moved")).isEqualTo("0");
        }
    }

    @Test
    void thePureFunctionsDoWhatTheyAreFor() throws IOException {
        try (var opened = open();
                var in = ConsoleTest.class.getResourceAsStream("browser/scripts.js")) {
            if (in == null) {
                throw new IllegalStateException("there is no scripts.js");
            }
            var tests = new String(in.readAllBytes(), UTF_8);
            tests = tests.substring(tests.indexOf("async (base)"));
            opened.signIn(ServedHost.VIEW);
            var base = "document.querySelector('script[type=module]').src.replace('/app.js', '')";
            var said = opened.page().js("(" + tests + ")(" + base + ")");
            assertThat(said).endsWith("\"failed\":[]}");
            assertThat(opened.page().js("(" + said + ").count > 250")).isEqualTo("true");
        }
    }
}
