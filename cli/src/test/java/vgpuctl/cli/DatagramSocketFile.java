package vgpuctl.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** The end of systemd's that hears how a service is: a socket of a kind that Java does not have. */
final class DatagramSocketFile {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int LONGEST = 256;

    private final int descriptor;

    DatagramSocketFile(Path path) throws Throwable {
        descriptor = (int) call("socket", JAVA_INT, (int) AF_UNIX, SOCK_DGRAM, 0);
        try (var arena = Arena.ofConfined()) {
            var name = path.toString().getBytes(UTF_8);
            var address = arena.allocate(2 + name.length + 1, 2);
            address.set(JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
            var bound = (int) call("bind", JAVA_INT, descriptor, address, (int) address.byteSize());
            if (descriptor < 0 || bound != 0) {
                throw new AssertionError("no socket at " + path);
            }
        }
    }

    /** Waits for a message. */
    String next() throws Throwable {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(LONGEST);
            var length = (long) call("recv", JAVA_LONG, descriptor, buffer, (long) LONGEST, 0);
            return new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), UTF_8);
        }
    }

    private static Object call(String function, ValueLayout answer, Object... arguments)
            throws Throwable {
        var layouts = new ValueLayout[arguments.length];
        for (var i = 0; i < arguments.length; i++) {
            layouts[i] =
                    switch (arguments[i]) {
                        case Integer _ -> JAVA_INT;
                        case Long _ -> JAVA_LONG;
                        default -> ADDRESS;
                    };
        }
        return LINKER.downcallHandle(
                        LINKER.defaultLookup().findOrThrow(function),
                        FunctionDescriptor.of(answer, layouts))
                .invokeWithArguments(arguments);
    }
}
