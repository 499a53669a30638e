package vgpuctl.cli.line;

import java.util.List;
import vgpuctl.cli.screen.Text;

/** What somebody typed, understood or not. */
public sealed interface CommandLine
        permits Parsed, CommandLine.HelpWanted, CommandLine.VersionWanted, CommandLine.Wrong {

    /** Help was asked for, however wrong the rest of the line is. */
    record HelpWanted(CommandPath path) implements CommandLine {}

    /** The version was asked for, after this command. */
    record VersionWanted(CommandPath path) implements CommandLine {}

    /** The line cannot be carried out; everything that is wrong with it. */
    record Wrong(CommandPath path, List<String> faults) implements CommandLine {

        public Wrong {
            faults = List.copyOf(faults);
        }

        /** The command that explains what would be right. */
        public String wayOut() {
            return path.typed() + " --help";
        }

        /** A line for every fault and one for the way out, without a line end after the last. */
        public String message() {
            var message = new StringBuilder();
            for (var fault : faults) {
                message.append(path.typed()).append(": ").append(Text.visible(fault)).append('\n');
            }
            return message.append("See: ").append(wayOut()).toString();
        }
    }

    /** Understands the arguments of a program. */
    static CommandLine parse(Command root, List<String> arguments) {
        return new LineParser(root, arguments).parse();
    }
}
