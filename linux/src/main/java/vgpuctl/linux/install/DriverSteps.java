package vgpuctl.linux.install;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vgpuctl.core.host.StepState;
import vgpuctl.core.install.InstallPlanner;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.Purpose;
import vgpuctl.core.plan.Step;
import vgpuctl.core.plan.SystemFile;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.linux.files.HostFiles;

/**
 * Changes the files of a host's configuration and runs the tools that install and remove.
 *
 * <p>What takes more than one call has a mark on the disk from before the first until after the
 * last, so that whoever comes after a death knows that it may be half-done.
 */
public final class DriverSteps {

    private static final Duration LIMIT = Duration.ofHours(2);
    private static final String MARKS = "/var/lib/vgpuctl/unfinished";
    private static final String LOCK = "/run/vgpuctl/driver-tool";

    /** A person reads no more of it; the log has the rest. */
    private static final int MOST_LINES = 12;

    private final HostFiles files;
    private final Commands commands;
    private final LinuxDrivers drivers;

    public DriverSteps(HostFiles files, Commands commands, LinuxDrivers drivers) {
        this.files = files;
        this.commands = commands;
        this.drivers = drivers;
    }

    static String mark(String name) {
        return MARKS + "/" + name.toLowerCase(Locale.ROOT);
    }

    public StepState state(Step.ChangeSystemFile step) {
        if (files.exists(mark(step.file().name()))) {
            return new StepState.Partly();
        }
        return switch (files.textIfThere(step.file().path())) {
            case Reading.Unknown<Optional<String>>(var why) -> new StepState.Neither(why);
            case Reading.Known<Optional<String>>(var now) -> {
                if (now.equals(step.after())) {
                    yield new StepState.After();
                }
                yield now.equals(step.before())
                        ? new StepState.Before()
                        : new StepState.Neither(step.file().path() + " was changed meanwhile");
            }
        };
    }

    public void take(Step.ChangeSystemFile step) {
        if (step.refresh().isEmpty()) {
            write(step.file(), step.after());
            return;
        }
        mark(step.file().name(), step.words());
        write(step.file(), step.after());
        try {
            run(step.refresh(), step.words());
        } catch (ProblemException refused) {
            write(step.file(), step.before());
            files.delete(mark(step.file().name()));
            throw refused;
        }
        files.delete(mark(step.file().name()));
    }

    private void write(SystemFile file, Optional<String> text) {
        text.ifPresentOrElse(
                known -> files.replace(file.path(), known, unfinished(file)),
                () -> files.delete(file.path()));
    }

    private static String unfinished(SystemFile file) {
        return file.path().substring(0, file.path().lastIndexOf('/')) + "/.vgpuctl.unfinished";
    }

    public void deleteUnfinished(Step.ChangeSystemFile step) {
        files.delete(unfinished(step.file()));
    }

    public StepState state(Step.RunTool step) {
        var facts = drivers.facts();
        if (facts.unfinished().contains(step.purpose())) {
            return new StepState.Partly();
        }
        return InstallPlanner.isDone(step, facts) ? new StepState.After() : new StepState.Before();
    }

    public void take(Step.RunTool step) {
        var isOneGo = step.purpose() != Purpose.INSTALL && step.purpose() != Purpose.UNINSTALL;
        if (isOneGo) {
            run(step.command(), step.words());
        } else {
            mark(step.purpose().name(), step.words());
            run(step.command(), step.words());
            files.delete(mark(step.purpose().name()));
        }
        if (step.purpose() == Purpose.UNINSTALL) {
            files.delete(mark(Purpose.INSTALL.name()));
        }
        if (!(state(step) instanceof StepState.After)) {
            throw new Problem.Refused(
                            step.command().getFirst()
                                    + " says that it is done, and the host does not show it",
                            "wanted: " + step.purpose().words() + " " + step.about(),
                            "read " + drivers.log() + ", then run the same command again")
                    .thrown();
        }
    }

    private void mark(String name, String words) {
        files.replace(mark(name), words + "\n", MARKS + "/.unfinished");
    }

    private void run(List<String> command, String words) {
        files.createDirectories("/var/log/vgpuctl");
        files.createDirectories("/run/vgpuctl");
        files.append(LinuxDrivers.LOG, "\n== " + Instant.now() + " " + words + "\n");
        var log = new Commands.Log(files.at(LinuxDrivers.LOG), files.at(LOCK));
        switch (commands.runLogged(command, log, LIMIT)) {
            case Result.Ended(var status, _, _) when status == 0 -> {
                // It did what it was asked.
            }
            case Result.Ended(var status, var output, var errors) ->
                    throw new Problem.Refused(
                                    String.join(" ", command) + " ended with exit status " + status,
                                    end(output + errors),
                                    "read "
                                            + drivers.log()
                                            + ", mend what it complains about, then run the same"
                                            + " vgpuctl command again: it goes on from there")
                            .thrown();
            case Result.Missing() ->
                    throw new Problem.HostNotReady(
                                    "there is no " + command.getFirst() + " on this host",
                                    "install it, then run the same vgpuctl command again")
                            .thrown();
            case Result.Unfinished() ->
                    throw new Problem.TimedOut(command.getFirst(), LIMIT, "see what it waits for")
                            .thrown();
        }
    }

    private static String end(String text) {
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }
}
