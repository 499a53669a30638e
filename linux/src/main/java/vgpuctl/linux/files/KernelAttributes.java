package vgpuctl.linux.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import vgpuctl.linux.command.Commands;

/**
 * The kernel's own sysfs.
 *
 * <p>{@code write(2)} is called directly, since the error number is the answer and Java's file
 * classes give only a sentence in the user's language.
 */
public final class KernelAttributes implements AttributeWriter {

    private static final int O_WRONLY = 1;
    private static final int O_CLOEXEC = 0x80000;

    private final HostFiles files;
    private final Commands commands;
    private final Duration patience;

    public KernelAttributes(HostFiles files, Commands commands, Duration patience) {
        this.files = files;
        this.commands = commands;
        this.patience = patience;
    }

    @Override
    public Answer write(String path, String value) {
        return Native.write(files.at(path), value);
    }

    @Override
    public Answer writeOrLeave(String path, String value) {
        try {
            var source = Files.createTempFile("vgpuctl-", ".value");
            try {
                Files.writeString(source, value);
                return copied(source, files.at(path), value);
            } finally {
                Files.delete(source);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer copied(Path source, Path attribute, String value) {
        var copy =
                List.of(
                        "dd",
                        "if=" + source,
                        "of=" + attribute,
                        "bs=4096",
                        "conv=nocreat,notrunc",
                        "status=none");
        return switch (commands.run(copy, patience)) {
            case Commands.Result.Ended(var status, _, _) when status == 0 -> new Answer.Written();
            case Commands.Result.Ended(_, _, var errors) ->
                    new Answer.RefusedWith(Errno.endOf(errors));
            case Commands.Result.Missing() -> Native.write(attribute, value);
            case Commands.Result.Unfinished() -> new Answer.None();
        };
    }

    /** Loaded on first use: linking costs some 45 ms, which commands that only look never pay. */
    private static final class Native {

        private static final Linker LINKER = Linker.nativeLinker();
        private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
        private static final VarHandle ERRNO_FIELD =
                Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

        private static final MethodHandle OPEN =
                LINKER.downcallHandle(
                        LINKER.defaultLookup().findOrThrow("open"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                        ERRNO,
                        Linker.Option.firstVariadicArg(2));
        private static final MethodHandle WRITE =
                LINKER.downcallHandle(
                        LINKER.defaultLookup().findOrThrow("write"),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
                        ERRNO);
        private static final MethodHandle CLOSE =
                LINKER.downcallHandle(
                        LINKER.defaultLookup().findOrThrow("close"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT));

        /** Safe: all memory is the arena's, which outlives the calls; the kernel keeps none. */
        static Answer write(Path file, String value) {
            try (var arena = Arena.ofConfined()) {
                var state = arena.allocate(Linker.Option.captureStateLayout());
                var path = arena.allocateFrom(file.toString());
                var descriptor = (int) OPEN.invokeExact(state, path, O_WRONLY | O_CLOEXEC);
                if (descriptor < 0) {
                    return refused(state);
                }
                try {
                    return written(arena, state, descriptor, value);
                } finally {
                    var _ = (int) CLOSE.invokeExact(descriptor);
                }
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        private static Answer written(
                Arena arena, MemorySegment state, int descriptor, String value) throws Throwable {
            var bytes = arena.allocateFrom(value, StandardCharsets.UTF_8);
            var length = bytes.byteSize() - 1; // without the terminating zero
            var count = (long) WRITE.invokeExact(state, descriptor, bytes, length);
            return count < 0 ? refused(state) : new Answer.Written();
        }

        private static Answer refused(MemorySegment state) {
            return new Answer.RefusedWith(Errno.of((int) ERRNO_FIELD.get(state, 0L)));
        }
    }
}
