package vgpuctl.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command: one that does something, with operands, or one that only has commands under it. The
 * root is the program itself; what options it has, every command has.
 *
 * @param heading under which the command above lists this one
 * @param description paragraphs
 */
public record Command(
        String name,
        String summary,
        String heading,
        List<String> description,
        List<Operand> operands,
        List<Option> options,
        List<Command> commands,
        List<Example> examples) {

    public Command {
        description = List.copyOf(description);
        operands = List.copyOf(operands);
        options = List.copyOf(options);
        commands = List.copyOf(commands);
        examples = List.copyOf(examples);
    }

    public static Command named(String name, String summary) {
        return new Command(
                name, summary, "Commands", List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** Listed under this heading. */
    public Command under(String heading) {
        return new Command(
                name, summary, heading, description, operands, options, commands, examples);
    }

    public Command describedAs(String... paragraphs) {
        return new Command(
                name, summary, heading, List.of(paragraphs), operands, options, commands, examples);
    }

    public Command with(Operand... more) {
        return new Command(
                name,
                summary,
                heading,
                description,
                joined(operands, List.of(more)),
                options,
                commands,
                examples);
    }

    public Command with(Option... more) {
        return new Command(
                name,
                summary,
                heading,
                description,
                operands,
                joined(options, List.of(more)),
                commands,
                examples);
    }

    public Command with(Command... more) {
        return new Command(
                name,
                summary,
                heading,
                description,
                operands,
                options,
                joined(commands, List.of(more)),
                examples);
    }

    public Command example(String line, String does) {
        return new Command(
                name,
                summary,
                heading,
                description,
                operands,
                options,
                commands,
                joined(examples, List.of(new Example(line, does))));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** Whether it only has commands under it. */
    public boolean isGroup() {
        return !commands.isEmpty();
    }

    Optional<Command> command(String wanted) {
        for (var command : commands) {
            if (command.name().equals(wanted)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }
}
