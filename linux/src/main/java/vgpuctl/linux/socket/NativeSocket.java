package vgpuctl.linux.socket;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import vgpuctl.linux.files.Errno;

/**
 * A datagram socket of a kind that Java does not have. For one thread.
 *
 * <p>The calls are safe: every buffer is allocated here with the length that is passed along, lives
 * longer than the call, and is kept by the kernel in none.
 */
public final class NativeSocket implements AutoCloseable {

    private static final short AF_UNIX = 1;
    private static final short AF_NETLINK = 16;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final short POLLIN = 1;

    /** Longer than any message that is read here; the kernel's have 2 KiB. */
    private static final int LONGEST = 8192;

    /** {@code sockaddr_un} has room for so many bytes of a name. */
    private static final int LONGEST_NAME = 108;

    /** {@code sockaddr_nl}: family, padding, port, groups. */
    private static final int NETLINK_ADDRESS = 12;

    private static final int PORT = 4;
    private static final int GROUPS = 8;

    private final int descriptor;

    private NativeSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * What the kernel tells one of its groups.
     *
     * @param protocol of {@code linux/netlink.h}
     * @param groups a bit for each
     */
    public static NativeSocket netlink(int protocol, int groups) throws IOException {
        var socket =
                new NativeSocket(Calls.socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, protocol));
        try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(NETLINK_ADDRESS, 4);
            address.set(JAVA_SHORT, 0, AF_NETLINK);
            address.set(JAVA_INT, GROUPS, groups);
            Calls.bind(socket.descriptor, address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends a text to a Unix socket for datagrams.
     *
     * @param name a path, or the name of one without a file behind an {@code @}
     */
    public static void send(String name, String text) throws IOException {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length >= LONGEST_NAME) {
            throw new IOException(name + " is the name of no socket");
        }
        if (bytes[0] == '@') {
            bytes[0] = 0;
        }
        try (var socket = new NativeSocket(Calls.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
                var arena = Arena.ofConfined()) {
            // A path ends with a zero; a name without a file is as long as the address says.
            var address = arena.allocate(2 + bytes.length + (bytes[0] == 0 ? 0 : 1), 2);
            address.set(JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
            Calls.connect(socket.descriptor, address);
            Calls.send(socket.descriptor, arena, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The next message of the kernel's; empty where none comes in time. */
    public Optional<byte[]> fromKernel(Duration patience) throws IOException {
        try (var arena = Arena.ofConfined()) {
            if (!Calls.isReady(descriptor, arena, POLLIN, (int) patience.toMillis())) {
                return Optional.empty();
            }
            var buffer = arena.allocate(LONGEST);
            var address = arena.allocate(NETLINK_ADDRESS, 4);
            var length = Calls.receive(descriptor, arena, buffer, address);
            // Anybody may send to us; the kernel has the port 0.
            return address.get(JAVA_INT, PORT) == 0
                    ? Optional.of(buffer.asSlice(0, length).toArray(JAVA_BYTE))
                    : Optional.empty();
        }
    }

    /** Gives one descriptor's file to another one, and closes the first. */
    public static void move(int from, int to) throws IOException {
        Calls.duplicate(from, to);
        Calls.close(from);
    }

    @Override
    public void close() {
        Calls.close(descriptor);
    }

    /** Loaded on first use: linking costs milliseconds. */
    private static final class Calls {

        private static final Linker LINKER = Linker.nativeLinker();
        private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
        private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

        private static final MethodHandle SOCKET =
                number("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        private static final MethodHandle BIND =
                number("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        private static final MethodHandle CONNECT =
                number("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        private static final MethodHandle SEND =
                number(
                        "send",
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        private static final MethodHandle RECVFROM =
                number(
                        "recvfrom",
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS,
                                ADDRESS));
        private static final MethodHandle POLL =
                number("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        private static final MethodHandle DUP2 =
                number("dup2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        private static final MethodHandle CLOSE =
                number("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

        private Calls() {}

        private static MethodHandle number(String function, FunctionDescriptor shape) {
            return LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow(function),
                    shape,
                    Linker.Option.captureCallState("errno"));
        }

        static int socket(int family, int type, int protocol) throws IOException {
            return (int)
                    answered(
                            "socket",
                            state -> (int) SOCKET.invokeExact(state, family, type, protocol));
        }

        static void bind(int descriptor, MemorySegment address) throws IOException {
            answered(
                    "bind",
                    state ->
                            (int)
                                    BIND.invokeExact(
                                            state, descriptor, address, (int) address.byteSize()));
        }

        static void connect(int descriptor, MemorySegment address) throws IOException {
            answered(
                    "connect",
                    state ->
                            (int)
                                    CONNECT.invokeExact(
                                            state, descriptor, address, (int) address.byteSize()));
        }

        static void send(int descriptor, Arena arena, byte[] bytes) throws IOException {
            var message = arena.allocateFrom(JAVA_BYTE, bytes);
            answered(
                    "send",
                    state ->
                            (long)
                                    SEND.invokeExact(
                                            state, descriptor, message, message.byteSize(), 0));
        }

        static long receive(
                int descriptor, Arena arena, MemorySegment buffer, MemorySegment address)
                throws IOException {
            var length = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
            return answered(
                    "recvfrom",
                    state ->
                            (long)
                                    RECVFROM.invokeExact(
                                            state,
                                            descriptor,
                                            buffer,
                                            buffer.byteSize(),
                                            0,
                                            address,
                                            length));
        }

        /** {@code struct pollfd}: descriptor, what is waited for, what there is. */
        static boolean isReady(int descriptor, Arena arena, short what, int milliseconds)
                throws IOException {
            var wait = arena.allocate(8, 4);
            wait.set(JAVA_INT, 0, descriptor);
            wait.set(JAVA_SHORT, 4, what);
            return answered("poll", state -> (int) POLL.invokeExact(state, wait, 1L, milliseconds))
                    > 0;
        }

        static void duplicate(int from, int to) throws IOException {
            answered("dup2", state -> (int) DUP2.invokeExact(state, from, to));
        }

        static void close(int descriptor) {
            try {
                answered("close", state -> (int) CLOSE.invokeExact(state, descriptor));
            } catch (IOException _) {
                // It is closed all the same.
            }
        }

        /** A call that gives a negative number where it fails. */
        private interface Call {
            long made(MemorySegment state) throws Throwable;
        }

        private static long answered(String function, Call call) throws IOException {
            try (var arena = Arena.ofConfined()) {
                var state = arena.allocate(STATE);
                var answer = call.made(state);
                if (answer < 0) {
                    var number = (int) ERRNO.get(state, 0L);
                    throw new IOException(
                            function + ": " + Errno.of(number).text() + " (" + number + ")");
                }
                return answer;
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
