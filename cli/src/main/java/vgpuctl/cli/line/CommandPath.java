package vgpuctl.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A command with those above it, the root first: what can be given depends on all of them. */
public record CommandPath(List<Command> commands) {

    static final Option HELP = Option.flag("help", "show this help").letter('h');
    static final Option VERSION = Option.flag("version", "show the version").letter('V');

    public CommandPath {
        commands = List.copyOf(commands);
    }

    public static CommandPath of(Command root) {
        return new CommandPath(List.of(root));
    }

    /** Every command of a tree, each after the one above it: what a manual has pages for. */
    public static List<CommandPath> all(Command root) {
        var all = new ArrayList<CommandPath>();
        of(root).addAll(all);
        return all;
    }

    private void addAll(List<CommandPath> all) {
        all.add(this);
        for (var command : command().commands()) {
            enter(command).addAll(all);
        }
    }

    /** The command itself. */
    public Command command() {
        return commands.getLast();
    }

    /** What is typed to get here, {@code vgpuctl sim reset}. */
    public String typed() {
        return names(0);
    }

    /** The same without the program, {@code sim reset}; empty for the root. */
    public String name() {
        return names(1);
    }

    private String names(int from) {
        var names = new StringBuilder();
        for (var i = from; i < commands.size(); i++) {
            names.append(i > from ? " " : "").append(commands.get(i).name());
        }
        return names.toString();
    }

    CommandPath enter(Command command) {
        var deeper = new ArrayList<>(commands);
        deeper.add(command);
        return new CommandPath(deeper);
    }

    /** The options of the command itself. */
    public List<Option> ownOptions() {
        return commands.size() == 1 ? List.of() : command().options();
    }

    /**
     * The options of the commands above, as far as the command has none of its own by that name,
     * and those that every program has. One whose letter the command uses itself goes without it.
     */
    public List<Option> inheritedOptions() {
        var inherited = new ArrayList<Option>();
        for (var i = Math.max(commands.size() - 2, 0); i >= 0; i--) {
            for (var option : commands.get(i).options()) {
                addUnlessHidden(option, inherited);
            }
        }
        addUnlessHidden(HELP, inherited);
        addUnlessHidden(VERSION, inherited);
        return inherited;
    }

    private void addUnlessHidden(Option option, List<Option> inherited) {
        if (find(ownOptions(), option.name()).isEmpty()
                && find(inherited, option.name()).isEmpty()) {
            inherited.add(hasOwnLetter(option) ? option.withoutLetter() : option);
        }
    }

    private boolean hasOwnLetter(Option inherited) {
        for (var own : ownOptions()) {
            if (inherited.letter().isPresent() && own.isLetter(inherited.letter().get())) {
                return true;
            }
        }
        return false;
    }

    List<Option> options() {
        var all = new ArrayList<>(ownOptions());
        all.addAll(inheritedOptions());
        return all;
    }

    Optional<Option> option(String name) {
        return find(options(), name);
    }

    Optional<Option> option(char letter) {
        for (var option : options()) {
            if (option.isLetter(letter)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    Optional<Operand> operand(String name) {
        for (var operand : command().operands()) {
            if (operand.name().equals(name)) {
                return Optional.of(operand);
            }
        }
        return Optional.empty();
    }

    static Optional<Option> find(List<Option> options, String name) {
        for (var option : options) {
            if (option.name().equals(name)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }
}
