package vgpuctl.linux.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vgpuctl.core.inventory.Reading;

/**
 * The C library. Every function of NVML that we call gives a number, 0 for success, and takes
 * pointers and numbers: the shape of a call follows from its arguments, {@code unsigned} and {@code
 * enum} being an int, {@code unsigned long long} a long.
 *
 * <p>Each function is looked for by itself, when it is called first: one that an older library does
 * not have costs what it tells and nothing else.
 */
final class NvmlLibrary {

    /** Its name without a path, for the system's loader. */
    static final String NAME = "libnvidia-ml.so.1";

    private final SymbolLookup symbols;
    private final Map<String, MethodHandle> functions = new ConcurrentHashMap<>();

    private NvmlLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /**
     * @param name a file name that the system's loader finds, or a path
     */
    static Reading<NvmlLibrary> load(String name) {
        try {
            // For the life of the process: another part of it may have the same library.
            return Reading.of(new NvmlLibrary(SymbolLookup.libraryLookup(name, Arena.global())));
        } catch (IllegalArgumentException cannotOpen) {
            return Reading.unknown(
                    name + " is not on this host: NVIDIA's host driver brings it along");
        }
    }

    /**
     * Calls a function. That its arguments have the types of its declaration is what makes a call
     * safe: all calls stand in the readers of this package, beside the declaration's words.
     *
     * @param arguments {@link MemorySegment}, {@link Integer} and {@link Long} only
     */
    NvmlReturn call(String function, Object... arguments) {
        var address = symbols.find(function);
        if (address.isEmpty()) {
            return NvmlReturn.missing(function);
        }
        var handle =
                functions.computeIfAbsent(function, _ -> link(address.get(), shape(arguments)));
        try {
            return new NvmlReturn(function, (int) handle.invokeWithArguments(arguments));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    private static MethodHandle link(MemorySegment address, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(address, shape);
    }

    private static FunctionDescriptor shape(Object[] arguments) {
        var layouts = Arrays.stream(arguments).map(NvmlLibrary::layout);
        return FunctionDescriptor.of(JAVA_INT, layouts.toArray(MemoryLayout[]::new));
    }

    private static MemoryLayout layout(Object argument) {
        return switch (argument) {
            case MemorySegment _ -> ADDRESS;
            case Integer _ -> JAVA_INT;
            case Long _ -> JAVA_LONG;
            default -> throw new IllegalArgumentException(argument.getClass().getName());
        };
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
