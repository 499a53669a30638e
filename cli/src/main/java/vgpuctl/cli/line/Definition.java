package vgpuctl.cli.line;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Looks for mistakes in the definition of a command line. Meant for a test: a program that starts
 * does not pay for it.
 */
public final class Definition {

    private final List<String> faults = new ArrayList<>();

    private Definition() {}

    /** What is wrong with the tree of this root; nothing, if all is well. */
    public static List<String> faults(Command root) {
        var definition = new Definition();
        for (var path : CommandPath.all(root)) {
            definition.check(path);
        }
        return List.copyOf(definition.faults);
    }

    private void check(CommandPath path) {
        var place = path.typed();
        var command = path.command();
        if (command.isGroup() && !command.operands().isEmpty()) {
            faults.add(place + " has operands and commands");
        }
        checkOnce(place + " has more than one command ", commandNames(command));
        checkOnce(place + " has more than one option --", optionNames(command));
        checkOnce(place + " has more than one option -", letters(command));
        checkOperands(place, command.operands());
        for (var option : command.options()) {
            checkOption(place + " --" + option.name(), option);
        }
    }

    private void checkOnce(String fault, List<String> names) {
        var seen = new HashSet<String>();
        for (var name : names) {
            if (!seen.add(name)) {
                faults.add(fault + name);
            }
        }
    }

    private static List<String> commandNames(Command command) {
        var names = new ArrayList<String>();
        for (var inner : command.commands()) {
            names.add(inner.name());
        }
        return names;
    }

    private static List<String> optionNames(Command command) {
        var names = new ArrayList<>(List.of("help", "version"));
        for (var option : command.options()) {
            names.add(option.name());
            if (option.isNegatable()) {
                names.add("no-" + option.name());
            }
        }
        return names;
    }

    private static List<String> letters(Command command) {
        var letters = new ArrayList<String>();
        for (var option : command.options()) {
            if (option.letter().isPresent()) {
                letters.add(option.letter().get().toString());
            }
        }
        return letters;
    }

    private void checkOperands(String place, List<Operand> operands) {
        for (var i = 0; i < operands.size(); i++) {
            var operand = operands.get(i);
            if (!isName(operand.name(), 'A', 'Z')) {
                faults.add(place + " " + operand.name() + " is not in capitals");
            }
            if (i > 0 && operand.times().required() && !operands.get(i - 1).times().required()) {
                faults.add(place + " " + operand.name() + " is required after an optional one");
            }
            if (i > 0 && operands.get(i - 1).times().repeated()) {
                faults.add(place + " " + operand.name() + " comes after one that takes all");
            }
        }
    }

    private void checkOption(String place, Option option) {
        if (!isName(option.name(), 'a', 'z')) {
            faults.add(place + " is not in small letters");
        }
        if (option.takes() instanceof Option.Takes.Value(_, var accepts, _)
                && option.whenLeftOut().isPresent()
                && option.whenLeftOut().get().value().isPresent()
                && !accepts.accepts(option.whenLeftOut().get().value().get())) {
            faults.add(place + " does not take its own default");
        }
    }

    private static boolean isName(String name, char first, char last) {
        for (var i = 0; i < name.length(); i++) {
            var unit = name.charAt(i);
            var isLetter = unit >= first && unit <= last;
            var isOther = (unit >= '0' && unit <= '9') || unit == '-' || unit == '_';
            if (!isLetter && (i == 0 || !isOther)) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
