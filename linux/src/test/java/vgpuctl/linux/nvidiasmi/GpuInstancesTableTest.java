package vgpuctl.linux.nvidiasmi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.linux.nvidiasmi.GpuInstancesTable.Row;

class GpuInstancesTableTest {

    private static final String TABLE =
            """
            +-------------------------------------------------------+
            | GPU instances:                                        |
            | GPU   Name             Profile  Instance   Placement  |
            |                          ID       ID       Start:Size |
            |=======================================================|
            |   0  MIG 1g.5gb+me       20        9          0:1     |
            +-------------------------------------------------------+
            |   0  MIG 3g.20gb          9        1          4:4     |
            +-------------------------------------------------------+
            """;

    @Test
    void eachRowIsAnInstance() {
        assertThat(GpuInstancesTable.parse(TABLE).rows())
                .containsExactly(
                        new Row(0, "1g.5gb+me", 20, 9, 0, 1), new Row(0, "3g.20gb", 9, 1, 4, 4));
    }

    @Test
    void theWidthsOfColumnsDoNotMatter() {
        var wide = TABLE.replace(" MIG", "      MIG").replace("     |", "               |");
        var narrow = TABLE.replaceAll(" +", " ").replace("\n", "\r\n");
        var bare = TABLE.replace("|", "").replace("MIG ", "");
        for (var text : new String[] {wide, narrow, bare}) {
            assertThat(GpuInstancesTable.parse(text)).isEqualTo(GpuInstancesTable.parse(TABLE));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "No GPU instances found: Not Found",
                "|   0  MIG 3g.20gb          9        1          4     |",
                "|   0  MIG 3g.20gb          9        1          4:0   |",
                "|   0  MIG 3g.20gb          9        1          4:4:4 |",
                "|   0  MIG 3g.20gb          9        x          4:4   |",
                "|   0  MIG whole            9        1          4:4   |",
                "|  -1  MIG 3g.20gb          9        1          4:4   |",
                "|   0  MIG 3g.20gb  9999999999       1          4:4   |",
                "3g.20gb 9 1 4:4"
            })
    void whatIsNoRowIsNoInstance(String text) {
        assertThat(GpuInstancesTable.parse(text).rows()).isEmpty();
    }
}
