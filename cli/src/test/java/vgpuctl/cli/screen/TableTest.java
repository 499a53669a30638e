package vgpuctl.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TableTest {

    private static Table types() {
        return new Table(
                        Column.left("TYPE"),
                        Column.right("MEMORY"),
                        Column.right("FREE"),
                        Column.left("WHY").wrapping(1),
                        Column.left("NAME").shortening(2))
                .row("P40-6Q", "6 GB", "0", "0000:82:00.0 holds 12 GB types only", "GRID P40-6Q")
                .row("P40-12C", "12 GB", "1", "", "GRID P40-12C workstation");
    }

    @Test
    void whatIsPipedIsWholeHoweverNarrowTheTerminal() {
        var narrow = new Screen(20, false, false, true);

        assertThat(types().render(narrow))
                .isEqualTo(
                        """
                        TYPE     MEMORY  FREE  WHY                                  NAME
                        P40-6Q     6 GB     0  0000:82:00.0 holds 12 GB types only  GRID P40-6Q
                        P40-12C   12 GB     1                                       GRID P40-12C workstation
                        """);
    }

    @Test
    void theLeastImportantColumnGivesWayFirst() {
        assertThat(types().render(TestScreens.terminal(70)))
                .isEqualTo(
                        """
                        TYPE     MEMORY  FREE  WHY                    NAME
                        P40-6Q     6 GB     0  0000:82:00.0 holds 12  GRID P40-6Q
                                               GB types only
                        P40-12C   12 GB     1                         GRID P40-12C workstation
                        """);
    }

    @Test
    void thenTheNextOne() {
        assertThat(types().render(TestScreens.terminal(50)))
                .isEqualTo(
                        """
                        TYPE     MEMORY  FREE  WHY       NAME
                        P40-6Q     6 GB     0  0000:82:  GRID P40-6Q
                                               00.0
                                               holds 12
                                               GB types
                                               only
                        P40-12C   12 GB     1            GRID P40-12C wor…
                        """);
    }

    @Test
    void shortensWithAsciiWhereNothingElseCanBeShown() {
        var table = new Table(Column.left("VERY LONG").shortening(1)).row("abcdefghijklmnop");

        assertThat(table.render(new Screen(9, true, false, false)))
                .isEqualTo("VERY LONG\nabcdefg..\n");
    }

    @Test
    void columnsThatDoNotGiveWayStayWhole() {
        var table = new Table(Column.left("UUID")).row("83c32df7-d52e-4ec1-9668-1f3c7e4df107");

        assertThat(table.render(TestScreens.terminal(20)))
                .isEqualTo("UUID\n83c32df7-d52e-4ec1-9668-1f3c7e4df107\n");
    }

    @Test
    void wideCharactersKeepTheColumnsStraight() {
        assertThat(
                        new Table(Column.left("VM"), Column.right("GB"), Column.left("GPU"))
                                .row("漢字", "1", "a")
                                .row("vm-1x", "12", "b")
                                .render(TestScreens.pipe()))
                .isEqualTo(
                        """
                        VM     GB  GPU
                        漢字    1  a
                        vm-1x  12  b
                        """);
    }

    @Test
    void tonesDoNotShiftTheColumns() {
        var table =
                new Table(Column.left("VM"), Column.left("STATE"))
                        .row(Cell.of("a"), new Cell("lost", Tone.BAD));

        assertThat(table.render(TestScreens.colours()).replace('\u001b', '^'))
                .isEqualTo("^[1mVM^[0m  ^[1mSTATE^[0m\na   ^[31mlost^[0m\n");
        assertThat(table.render(TestScreens.pipe())).isEqualTo("VM  STATE\na   lost\n");
    }

    @Test
    void aNameCannotCommandTheTerminal() {
        assertThat(new Table(Column.left("VM")).row("\u001b[2J\nroot").render(TestScreens.pipe()))
                .isEqualTo("VM\n\\x1b[2J\\nroot\n");
    }

    @Test
    void noLineEndsInSpace() {
        assertThat(
                        new Table(Column.left("A"), Column.right("B"), Column.left("C"))
                                .row("", "", "")
                                .row("x", "", "")
                                .render(TestScreens.pipe()))
                .isEqualTo("A  B  C\n\nx\n");
    }

    @Test
    void aTableWithoutRowsIsItsHeadings() {
        var table = new Table(Column.left("A"), Column.left("B"));

        assertThat(table.isEmpty()).isTrue();
        assertThat(table.render(TestScreens.terminal(80))).isEqualTo("A  B\n");
    }

    @Test
    void aRowHasACellForEveryColumn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Table(Column.left("A")).row("1", "2"));
    }
}
