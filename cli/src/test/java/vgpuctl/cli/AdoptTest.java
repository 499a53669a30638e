package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a vGPU is: what somebody else made, and what belongs to an owner. */
class AdoptTest {

    private static final String VM = "y-k8s-n-1";
    private static final String UUID = "3eb9d560-0b31-11ee-91a9-bb28039c61eb";

    @TempDir private Path directory;
    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withTwoCards(directory);
        host.after("create", "P40-12C", "--uuid", UUID, "--gpu", SimulatedHost.GPU);
        host.after("attach", "p40-12c-1", VM);
        forget(UUID);
    }

    /** As if mdevctl had made it. */
    private void forget(String uuid) {
        host.delete("/var/lib/vgpuctl/vgpus/" + uuid + ".json");
    }

    @Test
    void whatSomebodyElseMadeIsShownAsForeign() {
        assertThat(host.vgpuctl("list").out())
                .contains("OWNER")
                .containsPattern("-  +P40-12C .* \\(foreign\\)  " + UUID);
        assertThat(host.vgpuctl("show", UUID).out())
                .contains("Made by       somebody else; to take it over: vgpuctl adopt " + UUID);
        assertThat(host.vgpuctl("list", "-o", "json").out()).contains("\"foreign\": true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "remove", "define", "undefine", "autostart"})
    void whatSomebodyElseMadeIsLeftAlone(String verb) {
        var before = host.state();
        var said = host.vgpuctl(verb, UUID);
        assertThat(said.err())
                .isEqualTo(
                        "error: somebody else made "
                                + UUID
                                + ", not vgpuctl\nhint:  take it over first: vgpuctl adopt "
                                + UUID
                                + "\n");
        assertThat(said.exit()).isEqualTo(4);
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void adoptedItIsOursWithANameAndTheVmThatHasIt() {
        var said = host.vgpuctl("adopt", UUID, "--owner", "team a");
        assertThat(said.out()).containsPattern("p40-12c-1  P40-12C .* team a  " + UUID);
        assertThat(host.vgpuctl("list", "-o", "json").out())
                .contains("\"foreign\": false")
                .contains("\"claim\": {")
                .contains("\"vm\": \"" + VM + "\"")
                .contains("\"owner\": \"team a\"");
        host.after("detach", "p40-12c-1", VM);
        host.after("remove", "p40-12c-1", "--owner", "team a");
        assertThat(host.vgpuctl("list").out()).startsWith("No vGPU is on this host.");
    }

    @Test
    void adoptedAgainThereIsNothingToDo() {
        host.after("adopt", UUID, "--name", "desk");
        var before = host.state();
        assertThat(host.vgpuctl("adopt", "desk").out()).isEqualTo("note:  desk is ours already\n");
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aNameIsForOneAndForNoOther() {
        host.after("create", "P40-12C", "--name", "desk");
        var said = host.vgpuctl("adopt", UUID, "--name", "desk");
        assertThat(said.err()).startsWith("error: a vGPU named 'desk' is on this host already\n");
        said = host.vgpuctl("adopt", UUID, "desk", "--name", "two");
        assertThat(said.err()).startsWith("error: one name is not for 2 vGPUs\n");
        assertThat(host.vgpuctl("adopt", UUID, "--owner", " ").err())
                .startsWith("error: ' ' cannot be an owner\nhint:  write one line");
    }

    @Test
    void onlyItsOwnerTakesItAway() {
        host.after("create", "P40-12C", "--name", "desk", "--owner", "team a");
        var before = host.state();
        for (var verb : new String[] {"stop", "remove", "undefine"}) {
            var said = host.vgpuctl(verb, "desk");
            assertThat(said.err())
                    .isEqualTo(
                            "error: desk belongs to team a\nhint:  say that you act for them:"
                                    + " --owner 'team a'\n");
            assertThat(host.vgpuctl(verb, "desk", "--owner", "team b").exit()).isEqualTo(4);
        }
        assertThat(host.state()).isEqualTo(before);
        host.after("stop", "desk", "--owner", "team a");
    }

    @Test
    void anotherOwnerTakesItByForceOnly() {
        host.after("create", "P40-12C", "--name", "desk", "--owner", "team a");
        var said = host.vgpuctl("adopt", "desk", "--owner", "team b");
        assertThat(said.err())
                .isEqualTo(
                        "error: desk belongs to team a\nhint:  --force gives it to team b all the"
                                + " same\n");
        host.after("adopt", "desk", "--owner", "team b", "--force");
        assertThat(host.vgpuctl("show", "desk").out()).contains("Owner         team b");
    }

    @Test
    void aVgpuOnAFunctionIsOursInThisBootAndCanBeKept() {
        host = new SimulatedHost(directory, "a40:vfio");
        host.after("create", "A40-12C", "--name", "desk");
        var json = host.vgpuctl("show", "desk", "-o", "json").out();
        var uuid = json.split("\"uuid\": \"", 2)[1].substring(0, 36);
        forget(uuid);
        var listed = host.vgpuctl("list", "-o", "json").out();
        var foreign = listed.split("\"uuid\": \"", 2)[1].substring(0, 36);
        assertThat(foreign).isNotEqualTo(uuid);
        host.after("adopt", foreign, "--name", "desk");
        host.after("define", "desk", "--autostart");
        host.after("stop", "desk").after("start", "desk");
        assertThat(host.vgpuctl("list").out()).containsPattern("desk +A40-12C .* autostart ");
    }

    @Test
    void aLayoutThatNamesItTakesItOver() {
        host.after("apply", "--yes", "-f", layout("uuid: " + UUID + ", name: desk, owner: a"));
        assertThat(host.vgpuctl("list").out()).containsPattern("desk +P40-12C .* a +" + UUID);
        assertThat(
                        host.vgpuctl(
                                        "assert",
                                        "-f",
                                        layout("uuid: " + UUID + ", name: desk, owner: b"))
                                .out())
                .contains("desk: its owner is a, should be b");
        var exported = host.vgpuctl("export").out();
        assertThat(exported).contains("owner: a");
        var file = SimulatedHost.fileWith(directory.resolve("exported.yaml"), exported);
        assertThat(host.vgpuctl("assert", "-f", file).exit()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aLayoutDoesNotMakeAnewWhatBelongsToSomebodyElse() {
        host.after("detach", UUID, VM);
        host.after("adopt", UUID, "--name", "desk", "--owner", "team a");
        var before = host.state();
        var said = host.vgpuctl("apply", "--yes", "-f", otherType(""));
        assertThat(said.err())
                .contains("the layout wants desk otherwise, and it belongs to team a")
                .contains("write 'owner: team a' there");
        assertThat(host.state()).isEqualTo(before);
        host.after("apply", "--yes", "-f", otherType(", owner: team a"));
        assertThat(host.vgpuctl("list").out()).containsPattern("desk +P40-6Q .* team a ");
    }

    @Test
    void pruneLeavesWhatIsForeignAndWhatBelongsToSomebody() {
        host.after(
                "create",
                "P40-12C",
                "--name",
                "theirs",
                "--owner",
                "team a",
                "--gpu",
                SimulatedHost.GPU);
        var file =
                SimulatedHost.fileWith(
                        directory.resolve("empty.yaml"),
                        "apiVersion: vgpuctl/v1\nkind: Layout\ngpus:\n  - gpu: \""
                                + SimulatedHost.GPU
                                + "\"\n    vgpus: []\n");
        var before = host.state();
        assertThat(host.vgpuctl("apply", "--prune", "--yes", "-f", file).out())
                .contains(
                        "theirs was left alone: it belongs to team a; 'vgpuctl remove' takes it"
                                + " away for them")
                .contains(
                        UUID
                                + " was left alone: somebody else made it; 'vgpuctl adopt' takes it"
                                + " over");
        assertThat(host.state()).isEqualTo(before);
    }

    private String layout(String vgpu) {
        return layoutOf("type: P40-12C, " + vgpu);
    }

    private String otherType(String owner) {
        return layoutOf("type: P40-6Q, name: desk, uuid: " + UUID + owner);
    }

    private String layoutOf(String vgpu) {
        return SimulatedHost.fileWith(
                directory.resolve("layout.yaml"),
                "apiVersion: vgpuctl/v1\nkind: Layout\ngpus:\n  - gpu: \""
                        + SimulatedHost.GPU
                        + "\"\n    vgpus:\n      - {"
                        + vgpu
                        + "}\n");
    }
}
