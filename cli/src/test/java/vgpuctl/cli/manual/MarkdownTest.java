package vgpuctl.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

    private static String page(String markdown) {
        var page = new Roff("page", 5, "2026-01-31", "vgpuctl 1");
        Markdown.add(page, markdown);
        var lines = page.toString().lines().toList();
        return String.join("\n", lines.subList(3, lines.size()));
    }

    @Test
    void aPageBeginsWithItsNameAndDate() {
        assertThat(new Roff("page", 5, "2026-01-31", "vgpuctl 1").toString())
                .startsWith(".TH \"PAGE\" 5 \"2026-01-31\" \"vgpuctl 1\" \"vgpuctl manual\"\n");
    }

    @Test
    void commentsAreNotShown() {
        assertThat(page("One.\n<!-- not for readers -->\nTwo.")).isEqualTo(".PP\nOne.\n.PP\nTwo.");
    }

    @Test
    void headingsParagraphsListsAndCodeBecomeThatOfMan() {
        assertThat(
                        page(
                                """
                                # A heading

                                Words with `code`, **bold text**
                                and [a link](elsewhere.md).

                                - one, that
                                  goes on
                                - two

                                ```yaml
                                .a: 'b'

                                c: -1
                                ```
                                """))
                .isEqualTo(
                        """
                        .SH "A HEADING"
                        Words with \\fBcode\\fR, \\fBbold text\\fR and a link.
                        .IP \\(bu 2
                        one, that goes on
                        .IP \\(bu 2
                        two
                        .PP
                        .RS 4
                        .nf
                        \\&.a: \\(aqb\\(aq
                        \\&
                        c: \\-1
                        .fi
                        .RE\
                        """);
    }

    @Test
    void aTableBecomesAListOfTerms() {
        assertThat(
                        page(
                                """
                                | key | says | left out |
                                |---|---|---|
                                | `mode` | how | as it is |
                                | `gpu` | which | – |
                                | `vms` | whose | |
                                """))
                .isEqualTo(
                        """
                        .TP
                        \\fBmode\\fR
                        how; left out: as it is
                        .TP
                        \\fBgpu\\fR
                        which
                        .TP
                        \\fBvms\\fR
                        whose\
                        """);
    }

    @Test
    void whatRoffWouldTakeForItsOwnIsEscaped() {
        assertThat(page("'a' \\n --b ~/c `d` … \"e\""))
                .isEqualTo(".PP\n\\(aqa\\(aq \\en \\-\\-b \\(ti/c \\fBd\\fR \\[u2026] \\(dqe\\(dq");
    }
}
