package vgpuctl.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.cli.screen.Text;

class HelpTest {

    private static String help(String name, int width) {
        for (var path : CommandPath.all(ExampleProgram.root())) {
            if (path.name().equals(name)) {
                return Help.render(path, width);
            }
        }
        throw new AssertionError("no command " + name);
    }

    @Test
    void theProgramListsItsCommandsUnderTheirHeadings() {
        assertThat(help("", 80))
                .isEqualTo(
                        """
                        Usage: vgpuctl COMMAND [OPTION]...

                        vGPU manager for Linux KVM hosts.

                        Look:
                          list    list vGPUs

                        Make:
                          create  create vGPUs of a type
                          stop    stop vGPUs
                          mode    set how a GPU is shared

                        Commands:
                          sim     simulated hosts
                          mdev    the command line of mdevctl

                        Global options:
                              --host HOST      which host: local, or sim:BOARD[,BOARD...] (default:
                                               local)
                          -o, --output FORMAT  how to print (table, wide, json or yaml; default: table)
                              --[no-]color     show colours (default: on a terminal)
                          -h, --help           show this help
                          -V, --version        show the version

                        More about a command: vgpuctl COMMAND --help
                        """);
    }

    @Test
    void aCommandTellsOperandsOptionsAndExamples() {
        assertThat(help("create", 80))
                .isEqualTo(
                        """
                        Usage: vgpuctl create [OPTION]... TYPE

                        Create vGPUs of a type.

                        The GPU is chosen so that the most room remains for large types, unless one is
                        given.

                        Nothing that is in use is touched.

                        Operands:
                          TYPE  a type by name, short name or id

                        Options:
                          -n, --count N          how many (1 to 32; default: 1)
                              --gpu GPU          on this GPU; any notation of its address (default: the
                                                 one with the most room)
                              --param KEY=VALUE  a parameter of the vGPU plugin (can be repeated)
                              --a-name-longer-than-the-column VALUE
                                                 stands on its own line
                              --[no-]autostart   start with the host (default: on)
                          -y, --dry-run          show the plan and change nothing
                          -f, --force            also when a VM runs

                        Global options:
                              --host HOST        which host: local, or sim:BOARD[,BOARD...] (default:
                                                 local)
                          -o, --output FORMAT    how to print (table, wide, json or yaml; default:
                                                 table)
                              --[no-]color       show colours (default: on a terminal)
                          -h, --help             show this help
                          -V, --version          show the version

                        Examples:
                          vgpuctl create P40-12C --count 2
                              Two vGPUs of 12 GB.
                          vgpuctl create nvidia-50 --gpu 82:00.0
                              One on this GPU.
                        """);
    }

    @Test
    void aNarrowTerminalGetsNarrowHelp() {
        assertThat(help("mode", 44))
                .isEqualTo(
                        """
                        Usage: vgpuctl mode [OPTION]... GPU MODE

                        Set how a GPU is shared.

                        Operands:
                          GPU   the GPU
                          MODE  the mode (equal-size, mixed-size or
                                mig)

                        Global options:
                              --host HOST      which host: local, or
                                               sim:BOARD[,BOARD...]
                                               (default: local)
                          -o, --output FORMAT  how to print (table,
                                               wide, json or yaml;
                                               default: table)
                              --[no-]color     show colours
                                               (default: on a
                                               terminal)
                          -h, --help           show this help
                          -V, --version        show the version
                        """);
    }

    @Test
    void aLetterThatTheCommandUsesItselfIsNotShownTwice() {
        assertThat(help("mdev list", 80))
                .contains("  -o, --out FILE       write there\n")
                .contains("      --output FORMAT  how to print");
    }

    @ParameterizedTest(name = "width {0}")
    @ValueSource(ints = {44, 60, 80, 100})
    void noLineIsWiderThanTheTerminalOrEndsInSpace(int width) {
        for (var path : CommandPath.all(ExampleProgram.root())) {
            assertThat(Help.render(path, width).lines())
                    .allSatisfy(line -> assertThat(Text.width(line)).isBetween(0, width))
                    .allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
        }
    }
}
