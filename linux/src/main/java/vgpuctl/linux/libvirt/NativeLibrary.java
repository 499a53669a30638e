package vgpuctl.linux.libvirt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A C library, called by function name and shape of arguments.
 *
 * <p>A function is looked for when it is called first: an old library costs the one feature that
 * needs a newer function, and start-up pays (milliseconds each) only for what is used. Few shapes,
 * shared by many functions, since the JVM makes code once for each shape.
 *
 * <p>The caller names a function together with the shape that its header declares; that they agree
 * is what makes a call safe, and all of them stand in {@link Connection}.
 */
final class NativeLibrary {

    /** Longer than any text that libvirt gives (its own limit on XML is 32 MiB). */
    private static final long LONGEST_TEXT = 64L << 20;

    private final String name;
    private final SymbolLookup symbols;
    private final Map<String, MethodHandle> functions = new ConcurrentHashMap<>();

    private NativeLibrary(String name, SymbolLookup symbols) {
        this.name = name;
        this.symbols = symbols;
    }

    /**
     * @param name a file name that the system's loader finds, or a path
     */
    static NativeLibrary load(String name) {
        try {
            // For the life of the process: libvirt has thread-local data and threads of its own,
            // which would run into nothing if it were unloaded.
            return new NativeLibrary(name, SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException cannotOpen) {
            throw new LibvirtFailure.LibraryMissing(name).thrown();
        }
    }

    /** Whether the library is new enough to have this function. */
    boolean has(String function) {
        return symbols.find(function).isPresent();
    }

    /** {@code void *f(void)}. */
    MemorySegment pointer(String function) {
        try {
            return (MemorySegment) handle(function, FunctionDescriptor.of(ADDRESS)).invokeExact();
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@code void *f(void *)}. */
    MemorySegment pointer(String function, MemorySegment first) {
        try {
            return (MemorySegment)
                    handle(function, FunctionDescriptor.of(ADDRESS, ADDRESS)).invokeExact(first);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@code void *f(void *, void *)}. */
    MemorySegment pointer(String function, MemorySegment first, MemorySegment second) {
        try {
            return (MemorySegment)
                    handle(function, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS))
                            .invokeExact(first, second);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@code void *f(void *, unsigned)}. */
    MemorySegment pointer(String function, MemorySegment first, int second) {
        try {
            return (MemorySegment)
                    handle(function, FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT))
                            .invokeExact(first, second);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@code int f(void)}. */
    int number(String function) {
        try {
            return (int) handle(function, FunctionDescriptor.of(JAVA_INT)).invokeExact();
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@code int f(void *, void *, int, void *, void *, void *)}, the others being NULL. */
    int number(String function, MemorySegment first, int third, MemorySegment fourth) {
        try {
            return (int)
                    handle(
                                    function,
                                    FunctionDescriptor.of(
                                            JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS,
                                            ADDRESS))
                            .invokeExact(
                                    first,
                                    MemorySegment.NULL,
                                    third,
                                    fourth,
                                    MemorySegment.NULL,
                                    MemorySegment.NULL);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@code int f(void *)}. */
    int number(String function, MemorySegment first) {
        try {
            return (int)
                    handle(function, FunctionDescriptor.of(JAVA_INT, ADDRESS)).invokeExact(first);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@code int f(void *, void *)}. */
    int number(String function, MemorySegment first, MemorySegment second) {
        try {
            return (int)
                    handle(function, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS))
                            .invokeExact(first, second);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@code int f(void *, void *, unsigned)}. */
    int number(String function, MemorySegment first, MemorySegment second, int third) {
        try {
            return (int)
                    handle(function, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
                            .invokeExact(first, second, third);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@code void f(void *)}. */
    void run(String function, MemorySegment first) {
        try {
            handle(function, FunctionDescriptor.ofVoid(ADDRESS)).invokeExact(first);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@code void f(void *, void *)}. */
    void run(String function, MemorySegment first, MemorySegment second) {
        try {
            handle(function, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS))
                    .invokeExact(first, second);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /**
     * The text at a pointer, which must not be NULL.
     *
     * <p>The pointer comes without a length. C ends the text with a NUL and we read no further than
     * that; the limit only stops a broken one.
     */
    static String text(MemorySegment pointer) {
        return pointer.reinterpret(LONGEST_TEXT).getString(0, StandardCharsets.UTF_8);
    }

    /** A copy for C, which lives as long as the arena. C would stop at a NUL inside the text. */
    static MemorySegment copy(Arena arena, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL character in " + text.replace('\0', '?'));
        }
        return arena.allocateFrom(text, StandardCharsets.UTF_8);
    }

    static boolean isNull(MemorySegment pointer) {
        return pointer.address() == 0;
    }

    private MethodHandle handle(String function, FunctionDescriptor shape) {
        return functions.computeIfAbsent(function, _ -> link(function, shape));
    }

    private MethodHandle link(String function, FunctionDescriptor shape) {
        var address =
                symbols.find(function)
                        .orElseThrow(
                                () -> new LibvirtFailure.FunctionMissing(name, function).thrown());
        return Linker.nativeLinker().downcallHandle(address, shape);
    }

    // A downcall throws nothing of its own: what arrives here is ours, or the JVM's end.
    private static RuntimeException unchecked(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException ours -> ours;
            case Error fatal -> throw fatal;
            default -> new IllegalStateException(thrown);
        };
    }
}
