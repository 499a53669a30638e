package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.browser.Browser;
import vgpuctl.cli.browser.Page;

/** The console's pages of a fleet, in a browser. */
@Timeout(300)
class FleetConsoleTest {

    private static final List<String> PAGES =
            List.of("fleet", "fleet/host/h1", "fleet/claims", "fleet/request", "fleet/room");

    private static final Path PICTURES = Path.of("target/console");

    /** With what else this machine may be doing. */
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir private Path directory = Path.of("");

    @BeforeAll
    static void needsABrowser() {
        assumeTrue(
                Browser.program().isPresent(),
                "there is no Chromium here: apt install chromium, or name one in VGPUCTL_CHROMIUM");
    }

    private static void signIn(Page page, JoinedHost joined, String token) {
        page.open(joined.served().daemon().addresses().getLast() + "/#token=" + token);
        page.await("document.querySelector('.connection.live')", LONG);
    }

    private static void to(Page page, String path) {
        page.js("(location.hash = '#/" + path + "')");
        page.await("!document.querySelector('main > p.note[role=status]')", LONG);
        page.await("document.querySelector('main .parts')", LONG);
        if (path.endsWith("request")) {
            page.await("document.querySelector('.verdict strong')", LONG);
        }
    }

    /** What would move, were the host emptied. */
    private static void emptying(Page page) {
        page.await("document.querySelector('main details > summary')", LONG);
        page.js("document.querySelector('main details > summary').click() ?? 1");
    }

    private static void picture(Page page, String name) {
        page.picture(PICTURES.resolve(name.replace('/', '-') + ".png"));
    }

    @Test
    void fromTheMapToAClaimAndBack() throws IOException {
        try (var joined = JoinedHost.start(directory, "h1");
                var _ = JoinedHost.start(directory, "h2");
                var browser = Browser.start(directory.resolve("profile"))) {
            var page = browser.page();
            signIn(page, joined, ServedHost.ADMINISTER);
            to(page, "fleet");
            page.await("document.querySelectorAll('a.fleet-host').length === 2");
            assertThat(page.js("document.querySelectorAll('.heat-map .frame').length"))
                    .isEqualTo("4");

            to(page, "fleet/request");
            page.reads("It fits.");
            page.put("input[type=range]", "40");
            page.put("input[type=number]", "9");
            page.reads("No host of the fleet can take it.");
            page.reads("it has room for 2 of the 9");
            page.reads("2 of them fit");
            picture(page, "fleet-refused");
            assertThat(page.text()).doesNotContain("Claim …");
            page.put("input[type=number]", "2");
            page.reads("It fits.");
            page.await("document.querySelectorAll('.slice.planned').length === 2");
            assertThat(joined.served().get("/v1/fleet/claims").body()).contains("\"claims\":[]");
            page.press("button", "Claim …");
            page.reads("What would be done, in this order");
            picture(page, "fleet-claim");
            page.press("dialog button", "Claim");
            page.reads("✓ Done.");
            page.press("dialog footer button", "Close");

            to(page, "fleet/claims");
            page.await("document.querySelectorAll('tbody tr').length === 1");
            page.await("document.body.innerText.includes('carried out')", LONG);
            picture(page, "fleet-claims");
            page.js("document.querySelector('tbody a').click() ?? 1");
            emptying(page);
            page.reads("nobody notices");
            page.reads("vgpuctl fleet drain h");
            picture(page, "fleet-emptying");
            to(page, "fleet/room");
            page.reads("No move would gain anything.");
            to(page, "fleet");
            page.await("document.querySelectorAll('.heat5').length === 3");
            page.js("document.querySelector('a.fleet-host[tabindex=\"0\"]').focus() ?? 1");
            page.key("ArrowRight");
            page.await("document.activeElement.dataset.host === 'h2'");
            page.key("Enter");
            page.await("location.hash === '#/fleet/host/h2'");
            page.await("document.querySelector('main h2')?.innerText === 'h2'");

            page.press("button", "Cordon …");
            page.reads("nothing new goes to h2");
            page.press("dialog button", "Cordon");
            page.reads("✓ Done.");
            page.press("dialog footer button", "Close");
            page.await("document.querySelector('main .chip.warn')?.innerText === 'cordoned'");

            to(page, "fleet/claims");
            page.press("button", "Release …");
            page.reads("takes away A40-48C on 0000:82:00.0");
            page.reads("cannot be undone");
            picture(page, "fleet-release");
            page.press("dialog button", "Release");
            page.reads("✓ Done.");
            page.press("dialog footer button", "Close");
            page.reads("No claims.");
            assertThat(browser.faults()).isEmpty();
        }
    }

    @Test
    void whatHappensElsewhereIsSeenWithoutAsking() throws IOException {
        try (var joined = JoinedHost.start(directory, "h1");
                var browser = Browser.start(directory.resolve("profile"))) {
            var page = browser.page();
            signIn(page, joined, ServedHost.VIEW);
            to(page, "fleet");
            page.await("document.querySelectorAll('.heat-map .frame').length === 2");
            var host = joined.served().host();
            host.after("fleet", "request", "A40-48Q", "--store", JoinedHost.store(directory));
            page.await("document.querySelectorAll('.heat-map .heat5').length === 1");
            host.after("fleet", "cordon", "h1", "--store", JoinedHost.store(directory));
            page.await("document.querySelector('a.fleet-host.cordoned')");
            to(page, "fleet/host/h1");
            page.reads("A40-48Q");
            assertThat(
                            page.js(
                                    "[...document.querySelectorAll('main button')]"
                                            + ".filter((b) => !b.disabled).length"))
                    .as("who may only look is offered no change")
                    .isEqualTo("0");
            joined.member().close();
            page.reads("its agent is not heard");
        }
    }

    @Test
    void nobodyIsKeptOutAndEveryPageFitsAPhone() throws IOException {
        try (var joined = JoinedHost.start(directory, "h1");
                var browser = Browser.start(directory.resolve("profile"))) {
            var page = browser.page();
            joined.served()
                    .host()
                    .after(
                            "fleet",
                            "request",
                            "A40-12Q",
                            "--count",
                            "2",
                            "--vm",
                            "ml",
                            "--store",
                            JoinedHost.store(directory));
            page.prefers("light");
            signIn(page, joined, ServedHost.ADMINISTER);
            page.run(ConsoleTest.axe());
            for (var theme : List.of("light", "dark")) {
                page.prefers(theme);
                page.await("document.documentElement.dataset.shown === '" + theme + "'");
                for (var path : PAGES) {
                    to(page, path);
                    if (path.contains("host")) {
                        emptying(page);
                        page.reads("no other host with driver");
                    }
                    picture(page, path + "-" + theme);
                    assertThat(ConsoleTest.faults(page)).as(path + ", " + theme).isEqualTo("[]");
                }
            }
            page.size(360, 780);
            for (var language : List.of("en", "zh")) {
                page.put(".tools select", language);
                for (var path : PAGES) {
                    to(page, path);
                    if (path.contains("host")) {
                        emptying(page);
                        page.reads("no other host with driver");
                    }
                    picture(page, "phone-" + path + "-" + language);
                    assertThat(page.js("document.documentElement.scrollWidth"))
                            .as(path + ", " + language)
                            .isEqualTo("360");
                }
            }
            assertThat(page.text()).contains("占用");
            assertThat(browser.faults()).isEmpty();
        }
    }

    /** Four thousand cards: what is measured is what the page does, not the answer it waits for. */
    @Test
    void thousandsOfCardsAreDrawnAndFollowedAtOnce() throws IOException {
        CrowdedFleet.fill(JoinedHost.store(directory), 500);
        try (var joined = JoinedHost.start(directory, "h1");
                var browser = Browser.start(directory.resolve("profile"))) {
            var page = browser.page();
            signIn(page, joined, ServedHost.VIEW);
            page.js("(location.hash = '#/fleet')");
            page.await("document.querySelectorAll('a.fleet-host').length === 501", LONG);
            assertThat(page.js("document.querySelectorAll('.heat-map .frame').length"))
                    .isEqualTo("4002");
            picture(page, "fleet-crowd");
            page.put("input[type=search]", "r07");
            page.await("document.querySelectorAll('a.fleet-host').length === 25");
            page.put("input[type=search]", "");
            page.await("document.querySelectorAll('a.fleet-host').length === 501");
            var took =
                    page.js(
                            "(async () => { const f = await import(document.querySelector("
                                    + "'script[type=module]').src.replace('app.js', 'fleet.js'));"
                                    + " const h = f.fleet.hosts.get('n0042'); const begin ="
                                    + " performance.now(); f.fleetHappened('fleet-host-changed',"
                                    + " {...h, state: 'cordoned'}); while (!document.querySelector("
                                    + "'[data-host=n0042].cordoned')) await new Promise((r) =>"
                                    + " setTimeout(r, 5)); return performance.now() - begin; })()");
            assertThat(Double.parseDouble(took)).as("milliseconds").isBetween(0.0, 2000.0);
        }
    }
}
