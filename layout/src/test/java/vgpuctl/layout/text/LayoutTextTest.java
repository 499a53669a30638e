package vgpuctl.layout.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.document.Position;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.layout.GpuSelector;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutGpu;
import vgpuctl.core.layout.LayoutJson;
import vgpuctl.core.layout.LayoutPositions;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.layout.MigWish;
import vgpuctl.core.layout.Need;
import vgpuctl.core.layout.ReadLayout;
import vgpuctl.core.type.Series;

class LayoutTextTest {

    private static Layout understood(String text) {
        var read = LayoutText.read(text);
        assertThat(read).as(text).isInstanceOf(ReadLayout.Understood.class);
        return ((ReadLayout.Understood) read).layout();
    }

    private static final String EVERYTHING =
            """
            # A host with two cards.
            apiVersion: vgpuctl/v1
            kind: Layout
            gpus:
              - gpu: 82:00.0
                mode: mixed-size
                scheduler: fixed-share
                vgpus:
                  - {name: ml, type: P40-12C, vms: [one, two], count: 3}
                  - name: desk
                    need: {memory: 512M, use: desktop}
                    uuid: 0A0B0C0D-1111-2222-3333-444455556666
                    vm: 101
                    owner: the CAD group
                    autostart: false
                    active: false
                    params: {disable_vnc: 1, frame_rate_limiter: 0}
                    placement: 12
              - gpu: {model: NVIDIA A100 PCIe 80GB, index: 1}
                mig:
                  - 3g.40gb
                  - {profile: 1g.10gb+me, count: 1}
            """;

    @Test
    void readsEveryKey() {
        assertThat(understood(EVERYTHING))
                .isEqualTo(
                        new Layout(
                                List.of(
                                        new LayoutGpu(
                                                new GpuSelector.Device(
                                                        new DeviceName("0000:82:00.0")),
                                                Optional.of(GpuMode.MIXED_SIZE),
                                                List.of(),
                                                Optional.of(Scheduler.FIXED_SHARE),
                                                List.of(ml(), desk())),
                                        new LayoutGpu(
                                                new GpuSelector.OfModel(
                                                        "NVIDIA A100 PCIe 80GB", OptionalInt.of(1)),
                                                Optional.of(GpuMode.MIG),
                                                List.of(
                                                        new MigWish("3g.40gb", 1),
                                                        new MigWish("1g.10gb+me", 1)),
                                                Optional.empty(),
                                                List.of()))));
    }

    private static LayoutVgpu ml() {
        return new LayoutVgpu(
                new LayoutVgpu.Identity(Optional.of("ml"), Optional.empty()),
                new LayoutVgpu.Wish.OfType("P40-12C"),
                3,
                new LayoutVgpu.Holders(List.of("one", "two"), Optional.empty()),
                LayoutVgpu.Life.USUAL,
                LayoutVgpu.Settings.NONE);
    }

    private static LayoutVgpu desk() {
        var params = new TreeMap<String, String>();
        params.put("disable_vnc", "1");
        params.put("frame_rate_limiter", "0");
        return new LayoutVgpu(
                new LayoutVgpu.Identity(
                        Optional.of("desk"),
                        Optional.of(UUID.fromString("0a0b0c0d-1111-2222-3333-444455556666"))),
                new LayoutVgpu.Wish.OfNeed(new Need(512, Optional.of(Series.B))),
                1,
                new LayoutVgpu.Holders(List.of("101"), Optional.of("the CAD group")),
                new LayoutVgpu.Life(false, false),
                new LayoutVgpu.Settings(params, OptionalInt.of(12)));
    }

    @Test
    void laterMistakesFindTheirPlaceInTheText() {
        var read = (ReadLayout.Understood) LayoutText.read(EVERYTHING);

        assertThat(read.positions().gpus())
                .containsExactly(
                        new LayoutPositions.OfGpu(
                                new Position(5, 5),
                                List.of(new Position(9, 9), new Position(10, 9))),
                        new LayoutPositions.OfGpu(new Position(19, 5), List.of()));
    }

    @Test
    void writesKeysInOneOrderAndNothingThatGoesWithoutSaying() {
        assertThat(LayoutText.yaml(understood(EVERYTHING)))
                .isEqualTo(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: "0000:82:00.0"
                            mode: mixed-size
                            scheduler: fixed-share
                            vgpus:
                              - name: ml
                                type: P40-12C
                                count: 3
                                vms:
                                  - one
                                  - two
                              - name: desk
                                uuid: "0a0b0c0d-1111-2222-3333-444455556666"
                                need:
                                  memory: "512M"
                                  use: desktop
                                vm: "101"
                                owner: the CAD group
                                autostart: false
                                active: false
                                params:
                                  disable_vnc: "1"
                                  frame_rate_limiter: "0"
                                placement: 12
                          - gpu:
                              model: NVIDIA A100 PCIe 80GB
                              index: 1
                            mode: mig
                            mig:
                              - profile: "3g.40gb"
                                count: 1
                              - profile: "1g.10gb+me"
                                count: 1
                            vgpus: []
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "82:00.0",
                "0000:82:00.0",
                "00000000:82:00.0",
                "pci_0000_82_00_0",
                "\"82:0.0\""
            })
    void aGpuIsTheSameInEveryNotation(String notation) {
        var text = "apiVersion: vgpuctl/v1\nkind: Layout\ngpus: [{gpu: " + notation + "}]\n";

        assertThat(understood(text).gpus().getFirst().gpu())
                .isEqualTo(new GpuSelector.Device(new DeviceName("0000:82:00.0")));
    }

    @Test
    void vmsAloneSayHowMany() {
        var text =
                """
                {"apiVersion": "vgpuctl/v1", "kind": "Layout", "gpus": [{"gpu": "mtty",
                \t"vgpus": [{"name": "a", "type": "mtty-1", "vms": ["x", "y"]}]}]}
                """;

        assertThat(understood(text).gpus().getFirst().vgpus().getFirst().names())
                .containsExactly("a-1", "a-2");
    }

    @Test
    void aByteOrderMarkAtTheBeginningIsNoMistake() {
        assertThat(understood("\ufeff" + EVERYTHING)).isEqualTo(understood(EVERYTHING));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsWrittenIsReadAsTheSameLayout(long seed) {
        var layouts = new RandomLayout(seed);
        for (var i = 0; i < 200; i++) {
            var layout = layouts.layout();
            assertThat(understood(LayoutText.yaml(layout))).isEqualTo(layout);
            assertThat(understood(LayoutText.json(layout))).isEqualTo(layout);
            assertThat(understood(JsonWriter.compact(LayoutJson.of(layout)))).isEqualTo(layout);
        }
    }
}
