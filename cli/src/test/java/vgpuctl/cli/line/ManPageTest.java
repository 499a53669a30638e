package vgpuctl.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ManPageTest {

    private static String page(String name) {
        for (var path : CommandPath.all(ExampleProgram.root())) {
            if (ManPage.name(path).equals(name)) {
                var page = ManPage.render(path, "2026-01-31", "vgpuctl 1");
                ManPage.seeAlso(path, page, List.of("other(5)"));
                return page.toString();
            }
        }
        throw new AssertionError("no page " + name);
    }

    @Test
    void aCommandSaysWhatItsHelpSays() {
        assertThat(page("vgpuctl-create"))
                .startsWith(".TH \"VGPUCTL\\-CREATE\" 1 \"2026-01-31\"")
                .contains(
                        """
                        .SH "NAME"
                        vgpuctl\\-create \\- create vGPUs of a type
                        .SH "SYNOPSIS"
                        \\fBvgpuctl create\\fR [OPTION]... TYPE
                        .SH "DESCRIPTION"
                        Create vGPUs of a type.
                        .PP
                        The GPU is chosen so that the most room remains for large types, unless one is
                        given.
                        """,
                        """
                        .TP
                        \\fB\\-n, \\-\\-count N\\fR
                        how many (1 to 32; default: 1)
                        """,
                        """
                        .SH "EXAMPLES"
                        .TP
                        \\fBvgpuctl create P40\\-12C \\-\\-count 2\\fR
                        Two vGPUs of 12 GB.
                        """);
    }

    @Test
    void everyCommandBelowHasAPageThatRefersToThoseAbove() {
        assertThat(page("vgpuctl-sim-reset"))
                .endsWith(
                        """
                        .SH "SEE ALSO"
                        \\fBvgpuctl\\fR(1), \\fBvgpuctl\\-sim\\fR(1), \\fBother\\fR(5)
                        """);
    }
}
