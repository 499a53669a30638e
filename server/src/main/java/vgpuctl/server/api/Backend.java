package vgpuctl.server.api;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Operations;
import vgpuctl.server.events.Signals;
import vgpuctl.server.usage.Days;

/**
 * What the daemon answers with.
 *
 * @param operations on the host, made anew for each request, whose words they are given: a host
 *     keeps what it has seen
 * @param exitStatus that the command line has for a problem
 * @param host what this host is called
 * @param audit takes a line for each change, and keeps it for good
 * @param audited the last lines that it took, at most so many, the latest last
 * @param log takes a sentence for whoever runs the daemon
 * @param signals what the host says by itself
 * @param lines what somebody typed, and how it is printed
 * @param usage where it is kept what was used
 * @param fleet that the host is of; empty where it is of none
 */
public record Backend(
        Function<String, Operations> operations,
        ToIntFunction<Problem> exitStatus,
        String host,
        Consumer<String> audit,
        IntFunction<List<String>> audited,
        Consumer<String> log,
        Signals signals,
        CommandLines lines,
        Days usage,
        Optional<Fleet> fleet,
        Clock clock) {}
