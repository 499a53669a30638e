package vgpuctl.linux.libvirt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * What libvirt calls for events of domains. In the global arena: it keeps the pointers, and calls
 * them from its loop's thread.
 *
 * @param lifecycle {@code int (*)(virConnectPtr, virDomainPtr, int event, int detail, void
 *     *opaque)}
 * @param device {@code void (*)(virConnectPtr, virDomainPtr, const char *alias, void *opaque)}
 */
record DomainCallbacks(MemorySegment lifecycle, MemorySegment device) {

    /**
     * Those that do nothing but this, which must not throw: what they are called with is not read.
     */
    static DomainCallbacks to(Runnable action) {
        var run = handle(action);
        var zero = MethodHandles.filterReturnValue(run, MethodHandles.constant(int.class, 0));
        return new DomainCallbacks(
                stub(
                        zero,
                        FunctionDescriptor.of(
                                JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS)),
                stub(run, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS)));
    }

    private static MemorySegment stub(MethodHandle handle, FunctionDescriptor shape) {
        var ignoring = MethodHandles.dropArguments(handle, 0, shape.toMethodType().parameterList());
        return Linker.nativeLinker().upcallStub(ignoring, shape, Arena.global());
    }

    private static MethodHandle handle(Runnable action) {
        try {
            return MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(action);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
