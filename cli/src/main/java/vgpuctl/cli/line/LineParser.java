package vgpuctl.cli.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.text.Nearest;

/**
 * Goes through the arguments once, collecting values and everything that is wrong.
 *
 * <p>After a command that does not exist nothing further can be understood; after any other fault
 * the rest still is, so that all faults are told at once.
 */
final class LineParser {

    private static final String HELP_COMMAND = "help";

    private final List<String> arguments;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private CommandPath path;
    private int at;
    private boolean optionsEnded;
    private boolean helpWanted;
    private boolean versionWanted;
    private boolean lost;

    LineParser(Command root, List<String> arguments) {
        this.path = CommandPath.of(root);
        this.arguments = arguments;
    }

    CommandLine parse() {
        while (at < arguments.size() && !lost) {
            argument(arguments.get(at++));
        }
        if (lost) {
            return new CommandLine.Wrong(path, faults);
        }
        if (helpWanted || arguments.isEmpty()) {
            return new CommandLine.HelpWanted(path);
        }
        return versionWanted ? new CommandLine.VersionWanted(path) : parsed();
    }

    private CommandLine parsed() {
        if (path.command().isGroup()) {
            faults.add("a command is missing" + commandsIfFew());
        } else {
            assignOperands();
        }
        checkRepetitions();
        return faults.isEmpty() ? new Parsed(path, values) : new CommandLine.Wrong(path, faults);
    }

    private String commandsIfFew() {
        var names = commandNames();
        return names.size() > 8 ? "" : ": " + Wording.either(names);
    }

    private List<String> commandNames() {
        var names = new ArrayList<String>();
        for (var command : path.command().commands()) {
            names.add(command.name());
        }
        return names;
    }

    private void argument(String argument) {
        if (optionsEnded || argument.length() < 2 || argument.charAt(0) != '-') {
            word(argument);
        } else if (argument.equals("--")) {
            optionsEnded = true;
        } else if (argument.startsWith("--")) {
            longOption(argument.substring(2));
        } else {
            letters(argument);
        }
    }

    private void word(String word) {
        if (!path.command().isGroup()) {
            operands.add(word);
            return;
        }
        var command = path.command().command(word);
        if (command.isPresent()) {
            path = path.enter(command.get());
        } else if (word.equals(HELP_COMMAND)) {
            helpWanted = true;
        } else {
            unknownCommand(word);
        }
    }

    private void unknownCommand(String word) {
        lost = true;
        var meant = Nearest.to(word, commandNames()).stream().findFirst();
        faults.add(
                "unknown command '"
                        + word
                        + "'"
                        + (meant.isPresent()
                                ? didYouMean("'" + meant.get() + "'")
                                : elsewhere(word)));
    }

    /** The command of that name in another place of the tree. */
    private String elsewhere(String word) {
        for (var other : CommandPath.all(path.commands().getFirst())) {
            if (other.command().name().equals(word) && !other.name().isEmpty()) {
                return didYouMean("'" + other.typed() + "'");
            }
        }
        return "";
    }

    private static String didYouMean(String what) {
        return "; did you mean " + what + "?";
    }

    private void longOption(String text) {
        var equals = text.indexOf('=');
        var name = equals < 0 ? text : text.substring(0, equals);
        Optional<String> value =
                equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1));
        var option = path.option(name);
        if (option.isPresent()) {
            given(option.get(), "--" + name, value);
        } else if (negated(name).isPresent()) {
            flag(negated(name).get(), "--" + name, Parsed.NEGATED, value);
        } else {
            unknownOption(name, value);
        }
    }

    private Optional<Option> negated(String name) {
        if (!name.startsWith("no-")) {
            return Optional.empty();
        }
        var option = path.option(name.substring(3));
        return option.isPresent() && option.get().isNegatable() ? option : Optional.empty();
    }

    /** Letters of flags, the last of which may be an option with its value. */
    private void letters(String argument) {
        for (var i = 1; i < argument.length(); i++) {
            var letter = argument.charAt(i);
            var option = path.option(letter);
            if (option.isEmpty()) {
                unknownLetter(argument, letter);
                return;
            }
            if (option.get().takesValue()) {
                given(option.get(), "-" + letter, valueAfterLetter(argument, i + 1));
                return;
            }
            given(option.get(), "-" + letter, Optional.empty());
        }
    }

    private static Optional<String> valueAfterLetter(String argument, int start) {
        if (start == argument.length()) {
            return Optional.empty();
        }
        return Optional.of(argument.substring(argument.charAt(start) == '=' ? start + 1 : start));
    }

    private void given(Option option, String typed, Optional<String> attached) {
        if (option.takes() instanceof Option.Takes.Value(var placeholder, var accepts, _)) {
            var value = attached.isPresent() ? attached : nextValue();
            if (value.isEmpty()) {
                faults.add(typed + " needs a value: " + typed + " " + placeholder);
            } else {
                value(option.name(), typed, accepts, value.get());
            }
        } else {
            flag(option, typed, Parsed.GIVEN, attached);
        }
    }

    private void flag(Option option, String typed, String state, Optional<String> attached) {
        if (attached.isPresent()) {
            faults.add(typed + " takes no value");
        }
        helpWanted |= option.name().equals(CommandPath.HELP.name());
        versionWanted |= option.name().equals(CommandPath.VERSION.name());
        keep(option.name(), state);
    }

    private void value(String name, String typed, Accepts accepts, String value) {
        if (!accepts.accepts(value)) {
            faults.add(typed + " takes " + accepts.words() + ", not '" + value + "'");
        }
        keep(name, value);
    }

    private void keep(String name, String value) {
        var all = values.get(name);
        if (all == null) {
            all = new ArrayList<>();
            values.put(name, all);
        }
        all.add(value);
    }

    /** The next argument, unless it is an option: {@code --name --dry-run} lacks the name. */
    private Optional<String> nextValue() {
        if (at == arguments.size() || looksLikeOption(arguments.get(at))) {
            return Optional.empty();
        }
        return Optional.of(arguments.get(at++));
    }

    private static boolean looksLikeOption(String argument) {
        return argument.length() > 1
                && argument.charAt(0) == '-'
                && !(argument.charAt(1) >= '0' && argument.charAt(1) <= '9');
    }

    private void unknownOption(String name, Optional<String> attached) {
        var later = laterOption(name);
        if (later.isPresent()) {
            faults.add("--" + name + " belongs after the command");
            skipValue(later.get(), attached);
            return;
        }
        var meant = Nearest.to(name, optionNames()).stream().findFirst();
        faults.add(
                "unknown option --"
                        + name
                        + (meant.isPresent() ? didYouMean("--" + meant.get()) : ""));
        if (meant.isPresent() && path.option(meant.get()).isPresent()) {
            skipValue(path.option(meant.get()).get(), attached);
        }
    }

    /** Keeps the value of an option that is not understood from being taken for an operand. */
    private void skipValue(Option option, Optional<String> attached) {
        if (option.takesValue() && attached.isEmpty()) {
            var _ = nextValue();
        }
    }

    /** The option of that name of any command that could still follow. */
    private Optional<Option> laterOption(String name) {
        for (var command : path.command().commands()) {
            for (var later : CommandPath.all(command)) {
                var option = CommandPath.find(later.command().options(), name);
                if (option.isPresent()) {
                    return option;
                }
            }
        }
        return Optional.empty();
    }

    private List<String> optionNames() {
        var names = new ArrayList<String>();
        for (var option : path.options()) {
            names.add(option.name());
            if (option.isNegatable()) {
                names.add("no-" + option.name());
            }
        }
        return names;
    }

    /** A long name behind one dash is most likely what {@code -gpu} is. */
    private void unknownLetter(String argument, char letter) {
        var fault = "unknown option -" + letter;
        if (argument.length() == 2) {
            faults.add(fault);
            return;
        }
        var name = argument.substring(1);
        var meant = Nearest.to(name, optionNames()).stream().findFirst();
        faults.add(
                fault
                        + " in "
                        + argument
                        + (meant.isPresent() ? didYouMean("--" + meant.get()) : ""));
        var exact = path.option(name);
        if (exact.isPresent()) {
            skipValue(exact.get(), Optional.empty());
        }
    }

    private void assignOperands() {
        var next = 0;
        for (var operand : path.command().operands()) {
            if (next == operands.size() && operand.times().required()) {
                faults.add(operand.name() + " is missing: " + operand.summary());
            }
            var end = operand.times().repeated() ? operands.size() : next + 1;
            while (next < Math.min(end, operands.size())) {
                value(operand.name(), operand.name(), operand.accepts(), operands.get(next++));
            }
        }
        while (next < operands.size()) {
            faults.add("unexpected operand '" + operands.get(next++) + "'");
        }
    }

    private void checkRepetitions() {
        for (var option : path.options()) {
            var times = values.getOrDefault(option.name(), List.of()).size();
            if (times > 1 && !option.isRepeatable()) {
                faults.add(option.typed() + " is given " + times + " times");
            }
        }
    }
}
