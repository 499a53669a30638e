package vgpuctl.layout.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.core.document.Mistake;
import vgpuctl.core.layout.ReadLayout;

/** What is told of a text that is no layout, and where. */
class LayoutMistakesTest {

    private static List<String> mistakes(String text) {
        return LayoutText.read(text) instanceof ReadLayout.Mistaken(var mistakes)
                ? mistakes.stream().map(Mistake::toString).toList()
                : List.of();
    }

    /** A layout with that vGPU in line 6, its first character in column 9. */
    private static String withVgpu(String vgpu) {
        return """
        apiVersion: vgpuctl/v1
        kind: Layout
        gpus:
          - gpu: 82:00.0
            vgpus:
              - %s
        """
                .replace("%s", vgpu);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {nam: a, type: t}          | 6:9 a vGPU needs a 'name' or a 'uuid' / 6:10 unknown key 'nam' in a vGPU; did you mean 'name'?
                    {name: a, tpye: t}         | 6:9 a vGPU needs a 'type' or a 'need' / 6:19 unknown key 'tpye' in a vGPU; did you mean 'type'?
                    {name: a, type: t, zzz: 1} | 6:28 unknown key 'zzz' in a vGPU; it can be name, uuid, type, need, count, vm, vms, owner, autostart, active, params, placement
                    {name: a, type: t, name: b} | 6:28 the key 'name' is given twice; it is also at line 6, column 10: remove one of them
                    {name: 1a, type: t}        | 6:16 '1a' cannot be a vGPU's name; use letters, digits, '-', '_' and '.', at most 63, a letter first
                    {name: true, type: t}      | 6:16 'name' is a text, not true or false; quote it: "true"
                    {name: , type: t}          | 6:15 'name' is a text, not nothing; write one, or leave the key out
                    {name: [a], type: t}       | 6:16 'name' is a text, not a list
                    {name: a, type: t, need: {memory: 6G}} | 6:28 a vGPU has both 'type' and 'need'; leave one of them out
                    {name: a}                  | 6:9 a vGPU needs a 'type' or a 'need'; add 'type: P40-6Q', or 'need: {memory: 6G}'
                    {type: t}                  | 6:9 a vGPU needs a 'name' or a 'uuid'; it is found again by it: add 'name: …'
                    {type: t, count: 2}        | 6:9 several vGPUs need a 'name'
                    {name: a, type: ' t'}      | 6:25 ' t' cannot be 'type'
                    {name: a, type: "t\\nu"}   | 6:25 't�u' cannot be 'type'
                    {name: a, need: {memory: 6}}    | 6:34 '6' has no unit; write 6G or 6M
                    {name: a, need: {memory: 0G}}   | 6:34 no GPU has a vGPU with '0G'; write a whole number with G or M: 6G, 512M
                    {name: a, need: {memory: -6G}}  | 6:34 no GPU has a vGPU with '-6G'
                    {name: a, need: {memory: 1000G}} | 6:34 no GPU has a vGPU with '1000G'
                    {name: a, need: {memory: 1.5G}} | 6:34 '1.5G' is no size; write 1536M
                    {name: a, need: {memory: 6T}}   | 6:34 '6T' is no size; write a whole number with G or M: 6G, 512M
                    {name: a, need: {memory: 6G, use: graphics}} | 6:43 'use' cannot be 'graphics'; it can be apps, desktop, compute, workstation
                    {name: a, need: {memory: 6G, use: workstatoin}} | 6:43 'use' cannot be 'workstatoin'; did you mean 'workstation'?
                    {name: a, need: {use: compute}} | 6:25 a need needs 'memory'
                    {name: a, need: {memory: 6G, memroy: 1}} | 6:38 unknown key 'memroy' in a need; did you mean 'memory'?
                    {name: a, need: 6G}        | 6:25 a need is written as keys with values, not text; it can be memory, use
                    {name: a, type: t, count: 0}    | 6:35 'count' cannot be '0'; it is a whole number from 1 to 1000
                    {name: a, type: t, count: -1}   | 6:35 'count' cannot be '-1'
                    {name: a, type: t, count: 1.5}  | 6:35 'count' cannot be '1.5'
                    {name: a, type: t, count: 99999999999} | 6:35 'count' cannot be '99999999999'
                    {name: a, type: t, count: two}  | 6:35 'count' is a whole number from 1 to 1000, not text; write it without quotes
                    {name: a, type: t, vm: a, vms: [b]} | 6:35 a vGPU has both 'vm' and 'vms'
                    {name: a, type: t, count: 2, vm: x} | 6:38 one VM for 2 vGPUs; write 'vms' with the VM of each of them
                    {name: a, type: t, count: 2, vms: [x, y, z]} | 6:38 3 VMs for 2 vGPUs
                    {name: a, type: t, vm: a/b}     | 6:32 'a/b' cannot be a VM's name
                    {name: a, type: t, vms: [a/b]}  | 6:28 'a/b' cannot be a VM's name
                    {name: a, type: t, vms: x}      | 6:33 'vms' is a list, not text; begin each item with '- '
                    {name: a, type: t, vms: [{}]}   | 6:34 an item of 'vms' is a text, not keys with values
                    {name: a, type: t, uuid: 0a0b}  | 6:34 '0a0b' is no UUID; write it in full: 8-4-4-4-12 hexadecimal digits
                    {name: a, type: t, count: 2, uuid: 0a0b0c0d-1111-2222-3333-444455556666} | 6:38 one UUID for 2 vGPUs
                    {name: a, type: t, autostart: yes} | 6:39 'autostart' is true or false, not text; write true
                    {name: a, type: t, active: Off} | 6:36 'active' is true or false, not text; write false
                    {name: a, type: t, active: 1}   | 6:36 'active' is true or false, not a number; write one of them without quotes
                    {name: a, type: t, placement: -1} | 6:39 'placement' cannot be '-1'; it is a whole number from 0 to 1023
                    {name: a, type: t, count: 2, placement: 0} | 6:38 one placement for 2 vGPUs
                    {name: a, type: t, params: [1]} | 6:36 'params' is written as keys with values, not a list
                    {name: a, type: t, params: {x: true}} | 6:40 the driver knows no true and false; write 1
                    {name: a, type: t, params: {x: 'a,b'}} | 6:40 'a,b' cannot be a parameter's value; the driver takes no spaces and commas in it
                    {name: a, type: t, params: {1x: 1}} | 6:37 '1x' cannot be a parameter's name
                    {name: &n a, type: t}      | 6:16 'an anchor, &n' is not read; write the value itself
                    {name: *n , type: t}       | 6:16 'an alias, *n' is not read
                    {name: !!str a, type: t}   | 6:16 'a tag, tag:yaml.org,2002:str' is not read
                    a                          | 6:9 a vGPU is written as keys with values, not text
                    """)
    void ofAVgpu(String vgpu, String expected) {
        var expectations = expected.split(" / ", -1);
        var found = mistakes(withVgpu(vgpu));

        assertThat(found).as(vgpu).hasSize(expectations.length);
        for (var i = 0; i < expectations.length; i++) {
            assertThat(found.get(i)).startsWith(inWords(expectations[i]));
        }
    }

    /** 6:9 is line 6, column 9. */
    private static String inWords(String expectation) {
        return expectation.replaceFirst("^(\\d+):(\\d+) ", "line $1, column $2: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {gpu: 82:00}                   | 4:11 '82:00' names no GPU; write its address (0000:82:00.0), its UUID (GPU-…) or {model: …, index: …}
                    {gpu: Tesla P40}               | 4:11 'Tesla P40' names no GPU; for a model write {model: Tesla P40}
                    {gpu: MIG-1}                   | 4:11 'MIG-1' names no GPU; name the GPU that the instance is on
                    {gpu: GPU-1}                   | 4:11 'GPU-1' names no GPU
                    {gpu: 0}                       | 4:11 a number names no GPU
                    {gpu: {index: 0}}              | 4:11 a GPU by model needs 'model'
                    {gpu: {model: P, index: 256}}  | 4:29 'index' cannot be '256'
                    {gpu: {model: P, idx: 0}}      | 4:22 unknown key 'idx' in a GPU by model; it can be model, index
                    {vgpus: []}                    | 4:5 a GPU needs 'gpu'
                    {gpu: mtty, mode: equalsize}   | 4:23 'mode' cannot be 'equalsize'; did you mean 'equal-size'?
                    {gpu: mtty, scheduler: best}   | 4:28 'scheduler' cannot be 'best'; did you mean 'best-effort'?
                    {gpu: mtty, mode: mixed-size, mig: [1g.5gb]} | 4:35 GPU instances on a GPU in mode mixed-size; write 'mode: mig', or leave 'mig' out
                    {gpu: mtty, mig: [1g5gb]}      | 4:23 '1g5gb' is no MIG profile; write it as nvidia-smi does
                    {gpu: mtty, mig: [{profile: 19}]} | 4:33 '19' is no MIG profile
                    {gpu: mtty, mig: [{count: 2}]} | 4:23 a GPU instance needs 'profile'
                    {gpu: mtty, mig: [{profile: 1g.5gb, count: 0}]} | 4:48 'count' cannot be '0'
                    {gpu: mtty, mig: 1g.5gb}       | 4:22 'mig' is a list, not text
                    {gpu: mtty, vgpu: []}          | 4:17 unknown key 'vgpu' in a GPU; did you mean 'gpu' or 'vgpus'?
                    """)
    void ofAGpu(String gpu, String expected) {
        var text = "apiVersion: vgpuctl/v1\nkind: Layout\ngpus:\n  - " + gpu + "\n";

        assertThat(mistakes(text)).as(gpu).singleElement().asString().startsWith(inWords(expected));
    }

    @Test
    void allMistakesOfATextAreToldAtOnceInItsOrder() {
        var text =
                """
                apiVersion: vgpuctl/v2
                knid: Layout
                gpus:
                  - gpu: 0000:82:00.0
                    vgpus:
                      - {name: a, type: P40-6Q, count: 3}
                      - {name: a-2, type: P40-6Q, cuont: 2}
                  - gpu: 82:00.0
                    mode: equal
                    vgpus:
                      - {name: b, type: P40-6Q, uuid: 0a0b0c0d-1111-2222-3333-444455556666}
                      - {name: c, need: {memory: 6}, uuid: 0A0B0C0D-1111-2222-3333-444455556666}
                """;

        assertThat(mistakes(text))
                .containsExactly(
                        "line 1, column 1: a layout needs 'kind'; add 'kind: …'",
                        "line 1, column 13: 'apiVersion' cannot be 'vgpuctl/v2'; did you mean 'vgpuctl/v1'?",
                        "line 2, column 1: unknown key 'knid' in a layout; did you mean 'kind'?",
                        "line 7, column 10: the name a-2 is given twice;"
                                + " it is also at line 6, column 10: change or remove one of them",
                        "line 7, column 35: unknown key 'cuont' in a vGPU; did you mean 'count'?",
                        "line 8, column 5: the GPU 0000:82:00.0 is given twice;"
                                + " it is also at line 4, column 5: change or remove one of them",
                        "line 9, column 11: 'mode' cannot be 'equal'; did you mean 'equal-size'?",
                        "line 12, column 34: '6' has no unit; write 6G or 6M",
                        "line 12, column 38: the UUID 0a0b0c0d-1111-2222-3333-444455556666 is given"
                                + " twice; it is also at line 11, column 33: change or remove one of them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                        | 1:1 there is nothing in it; a layout begins with 'apiVersion: vgpuctl/v1'
                    # nothing                 | 1:1 there is nothing in it
                    gpus                      | 1:1 a layout is written as keys with values, not text; it can be apiVersion, kind, gpus
                    [                         | 1:2 this is no YAML: while parsing a flow node, expected the node content, but found '<stream end>'
                    a: b: c                   | 1:5 this is no YAML: mapping values are not allowed here
                    'a: "b'                   | 1:6 this is no YAML: while scanning a quoted scalar, found unexpected end of stream
                    """)
    void ofAText(String text, String expected) {
        assertThat(mistakes(text)).singleElement().asString().startsWith(inWords(expected));
    }

    @Test
    void tabsControlCharactersAndSecondDocumentsAreNamed() {
        assertThat(mistakes("a:\n\tb: 1\n"))
                .containsExactly(
                        "line 2, column 1: a tab in the indentation; YAML wants spaces there");
        assertThat(mistakes("a: é\nb: \u0007\n"))
                .containsExactly(
                        "line 2, column 4: the character U+0007 cannot be in a text;"
                                + " save the file as UTF-8, without control characters");
        assertThat(mistakes("--- a\n--- b\n"))
                .contains("line 2, column 1: a second document begins; write a file for each");
    }

    @Test
    void aTextThatIsTooLongIsNotLookedAt() {
        assertThat(mistakes("#".repeat((1 << 20) + 1)))
                .containsExactly(
                        "line 1, column 1: 1048577 characters are too many; at most 1048576 are read");
    }

    @ParameterizedTest
    @CsvSource({"[, 500000", "{a: , 200000", "'- ', 500000", "'? ', 500000", "'[{', 300000"})
    void aTextThatIsTooDeepIsRefusedAtOnce(String level, int times) {
        var found =
                Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> mistakes(level.repeat(times)));

        assertThat(found)
                .singleElement()
                .asString()
                .contains(
                        "more than 32 levels of nesting; what is written here has no more than ten");
    }

    @Test
    void manyMistakesAreBounded() {
        var text = "apiVersion: vgpuctl/v1\nkind: Layout\ngpus:\n" + "- x: 1\n".repeat(20_000);

        assertThat(mistakes(text)).hasSize(1000);
    }

    @Test
    void manyVgpusAreBounded() {
        var entries = new StringBuilder();
        for (var i = 0; i < 12; i++) {
            entries.append("{name: n").append(i).append(", type: t, count: 1000}, ");
        }
        var text =
                "apiVersion: vgpuctl/v1\nkind: Layout\ngpus: [{gpu: mtty, vgpus: ["
                        + entries
                        + "]}]";

        assertThat(mistakes(text))
                .singleElement()
                .asString()
                .contains("more than 10000 vGPUs in one layout");
    }

    @Test
    void manyKeysTakeTimeInProportion() {
        var params = new StringBuilder();
        for (var i = 0; i < 40_000; i++) {
            params.append("p").append(i).append(": 1, ");
        }
        var text = withVgpu("{name: a, type: t, params: {" + params + "}}");

        assertThat(
                        Assertions.assertTimeoutPreemptively(
                                Duration.ofSeconds(20), () -> mistakes(text)))
                .isEmpty();
    }
}
