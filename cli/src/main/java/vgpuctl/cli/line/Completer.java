package vgpuctl.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows the finished words of a line to what the last word may be. */
final class Completer {

    private final List<Completion.Candidate> candidates = new ArrayList<>();
    private final List<String> given = new ArrayList<>();
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
        var option = word.startsWith("--") ? path.option(word.substring(2)) : letterOption(word);
        if (option.isPresent()) {
            given.add(option.get().name());
            awaitingValue = option.get().takesValue() ? option : Optional.empty();
        }
    }

    /** Only where the letter ends the word: after it there would be its value. */
    private Optional<Option> letterOption(String word) {
        return path.option(word.charAt(word.length() - 1));
    }

    Completion complete(String last) {
        if (lost) {
            return new Completion(List.of(), Optional.empty());
        }
        if (awaitingValue.isPresent()) {
            return value(awaitingValue.get(), "", last);
        }
        var equals = last.indexOf('=');
        if (!optionsEnded && last.startsWith("--") && equals > 0) {
            var option = path.option(last.substring(2, equals));
            return option.isPresent()
                    ? value(option.get(), last.substring(0, equals + 1), last)
                    : new Completion(List.of(), Optional.empty());
        }
        return !optionsEnded && last.startsWith("-") ? options(last) : words(last);
    }

    private Completion value(Option option, String before, String last) {
        if (!(option.takes() instanceof Option.Takes.Value(var placeholder, var accepts, _))) {
            return new Completion(List.of(), Optional.empty());
        }
        choices(accepts, before, last);
        return new Completion(candidates, Optional.of(placeholder));
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
            if (option.isRepeatable() || !given.contains(option.name())) {
                offer(option.typed(), option.summary(), last);
                if (option.isNegatable()) {
                    offer("--no-" + option.name(), option.summary(), last);
                }
            }
        }
        return new Completion(candidates, Optional.empty());
    }

    private Completion words(String last) {
        for (var command : path.command().commands()) {
            offer(command.name(), command.summary(), last);
        }
        var operand = dueOperand();
        if (operand.isEmpty()) {
            return new Completion(candidates, Optional.empty());
        }
        choices(operand.get().accepts(), "", last);
        return new Completion(candidates, Optional.of(operand.get().name()));
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

    private void offer(String word, String summary, String last) {
        if (word.startsWith(last)) {
            candidates.add(new Completion.Candidate(word, summary));
        }
    }
}
