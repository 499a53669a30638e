package vgpuctl.cli.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the finished words of a line to what the last word may be. */
final class Completer {

    private final List<Completion.Candidate> candidates = new ArrayList<>();
    private final Map<String, List<String>> given = new LinkedHashMap<>();
    private CommandPath path;
    private Optional<Option> awaitingValue = Optional.empty();
    private int operands;
    private boolean optionsEnded;
    private boolean lost;

    Completer(Command root, List<String> words) {
        path = CommandPath.of(root);
        for (var word : words.subList(0, words.size() - 1)) {
            follow(word);
        }
    }

    private void follow(String word) {
        if (awaitingValue.isPresent()) {
            give(awaitingValue.get(), word);
            awaitingValue = Optional.empty();
        } else if (optionsEnded || word.length() < 2 || word.charAt(0) != '-') {
            word(word);
        } else if (word.equals("--")) {
            optionsEnded = true;
        } else {
            option(word);
        }
    }

    private void word(String word) {
        if (!path.command().isGroup()) {
            operands++;
            return;
        }
        var command = path.command().command(word);
        if (command.isPresent()) {
            path = path.enter(command.get());
        } else if (!word.equals("help")) {
            lost = true;
        }
    }

    private void option(String word) {
        var equals = word.startsWith("--") ? word.indexOf('=') : -1;
        if (equals > 0) {
            path.option(word.substring(2, equals))
                    .ifPresent(option -> give(option, word.substring(equals + 1)));
            return;
        }
        var option = word.startsWith("--") ? path.option(word.substring(2)) : letterOption(word);
        if (option.isPresent() && option.get().takesValue()) {
            awaitingValue = option;
        } else if (option.isPresent()) {
            give(option.get(), Parsed.GIVEN);
        }
    }

    private void give(Option option, String value) {
        if (option.takes() instanceof Option.Takes.Value(_, var accepts, _)
                && !accepts.accepts(value)) {
            return;
        }
        given.computeIfAbsent(option.name(), _ -> new ArrayList<>()).add(value);
    }

    /** Only where the letter ends the word: after it there would be its value. */
    private Optional<Option> letterOption(String word) {
        return path.option(word.charAt(word.length() - 1));
    }

    Completion complete(String last) {
        if (lost) {
            return nothingDue();
        }
        if (awaitingValue.isPresent()) {
            return value(awaitingValue.get(), "", last);
        }
        var equals = last.indexOf('=');
        if (!optionsEnded && last.startsWith("--") && equals > 0) {
            var option = path.option(last.substring(2, equals));
            return option.isPresent()
                    ? value(option.get(), last.substring(0, equals + 1), last)
                    : nothingDue();
        }
        return !optionsEnded && last.startsWith("-") ? options(last) : words(last);
    }

    private Completion value(Option option, String before, String last) {
        if (!(option.takes() instanceof Option.Takes.Value(var placeholder, var accepts, _))) {
            return nothingDue();
        }
        choices(accepts, before, last);
        return due(placeholder, before);
    }

    private void choices(Accepts accepts, String before, String last) {
        if (accepts instanceof Accepts.OneOf(var choices)) {
            for (var choice : choices) {
                offer(before + choice, "", last);
            }
        }
    }

    private Completion options(String last) {
        for (var option : path.options()) {
            if (option.isRepeatable() || !given.containsKey(option.name())) {
                offer(option.typed(), option.summary(), last);
                if (option.isNegatable()) {
                    offer("--no-" + option.name(), option.summary(), last);
                }
            }
        }
        return nothingDue();
    }

    private Completion words(String last) {
        for (var command : path.command().commands()) {
            offer(command.name(), command.summary(), last);
        }
        var operand = dueOperand();
        if (operand.isEmpty()) {
            return nothingDue();
        }
        choices(operand.get().accepts(), "", last);
        return due(operand.get().name(), "");
    }

    private Optional<Operand> dueOperand() {
        var all = path.command().operands();
        if (operands < all.size()) {
            return Optional.of(all.get(operands));
        }
        return !all.isEmpty() && all.getLast().times().repeated()
                ? Optional.of(all.getLast())
                : Optional.empty();
    }

    private Completion due(String placeholder, String before) {
        return new Completion(
                candidates, Optional.of(new Completion.Due(placeholder, before)), soFar());
    }

    private Completion nothingDue() {
        return new Completion(candidates, Optional.empty(), soFar());
    }

    private Parsed soFar() {
        return new Parsed(path, given);
    }

    private void offer(String word, String summary, String last) {
        if (word.startsWith(last)) {
            candidates.add(new Completion.Candidate(word, summary));
        }
    }
}
