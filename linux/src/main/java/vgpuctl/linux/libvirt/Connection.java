package vgpuctl.linux.libvirt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static vgpuctl.linux.libvirt.NativeLibrary.copy;
import static vgpuctl.linux.libvirt.NativeLibrary.isNull;
import static vgpuctl.linux.libvirt.NativeLibrary.text;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An open virConnect, and every libvirt function that we call.
 *
 * <p>Only the {@link NativeThread} uses it: a call and the reading of its error must be on one
 * thread. Pointers to connections and domains are only handed back to libvirt, never looked into.
 */
final class Connection {

    /** VIR_DOMAIN_XML_INACTIVE. */
    private static final int INACTIVE = 1 << 1;

    /** Of virDomainEventID. */
    private static final int LIFECYCLE = 0;

    private static final int DEVICE_REMOVED = 15;
    private static final int DEVICE_ADDED = 19;

    /** VIR_UUID_STRING_BUFLEN: 36 characters and the NUL. */
    private static final int UUID_TEXT_BYTES = 37;

    /** The beginning of struct _virError, the same since libvirt 0.1; later fields are not read. */
    private static final MemoryLayout ERROR =
            MemoryLayout.structLayout(
                    JAVA_INT.withName("code"),
                    JAVA_INT.withName("domain"),
                    ADDRESS.withName("message"),
                    JAVA_INT.withName("level"),
                    MemoryLayout.paddingLayout(ADDRESS.byteSize() - JAVA_INT.byteSize()),
                    MemoryLayout.sequenceLayout(5, ADDRESS), // conn, dom, str1, str2, str3
                    JAVA_INT.withName("int1"));

    private static final long CODE = offset("code");
    private static final long DOMAIN = offset("domain");
    private static final long MESSAGE = offset("message");
    private static final long INT1 = offset("int1");

    private final NativeLibrary library;
    private final MemorySegment handle;

    private Connection(NativeLibrary library, MemorySegment handle) {
        this.library = library;
        this.handle = handle;
    }

    static Connection open(NativeLibrary library, String uri) {
        silence(library);
        try (var arena = Arena.ofConfined()) {
            // libvirt copies the address; the connection is ours until virConnectClose.
            var handle = library.pointer("virConnectOpen", copy(arena, uri));
            if (isNull(handle)) {
                throw unreachable(uri, lastError(library)).thrown();
            }
            return new Connection(library, handle);
        }
    }

    /** False once the daemon has gone; what is not known counts as alive. */
    boolean isAlive() {
        return !library.has("virConnectIsAlive")
                || library.number("virConnectIsAlive", handle) != 0;
    }

    /**
     * Has these called for every domain from now on, while the process's event loop turns. What an
     * old library cannot tell, it does not.
     */
    void tellOfDomains(DomainCallbacks callbacks) {
        tell(LIFECYCLE, callbacks.lifecycle());
        tell(DEVICE_REMOVED, callbacks.device());
        tell(DEVICE_ADDED, callbacks.device());
    }

    private void tell(int event, MemorySegment callback) {
        library.number("virConnectDomainEventRegisterAny", handle, event, callback);
    }

    /** Once only: afterwards the pointer is libvirt's to reuse. */
    void close() {
        library.number("virConnectClose", handle);
    }

    /** Every domain, each a reference of its own, to be closed by whoever asked. */
    List<Domain> domains(String action) {
        try (var arena = Arena.ofConfined()) {
            var list = arena.allocate(ADDRESS);
            var count = library.number("virConnectListAllDomains", handle, list, 0);
            if (count < 0) {
                throw failure(action);
            }
            return taken(list.get(ADDRESS, 0), count);
        }
    }

    /** Empty where libvirt knows none of this name. */
    Optional<Domain> byName(String action, String name) {
        return lookedUp(action, "virDomainLookupByName", name);
    }

    /** Empty where libvirt knows none with this UUID, or where it is none. */
    Optional<Domain> byUuid(String action, String uuid) {
        return lookedUp(action, "virDomainLookupByUUIDString", uuid);
    }

    private Optional<Domain> lookedUp(String action, String function, String key) {
        try (var arena = Arena.ofConfined()) {
            var domain = library.pointer(function, handle, copy(arena, key));
            if (!isNull(domain)) {
                return Optional.of(new Domain(domain));
            }
            var error = lastError(library);
            if (error.code() == LibvirtError.NO_DOMAIN) {
                return Optional.empty();
            }
            throw failure(action, error);
        }
    }

    // libvirt allocated the array, with `count` pointers: that is its size. We free the array;
    // the domains in it are references that Domain.close gives back.
    private List<Domain> taken(MemorySegment array, int count) {
        try {
            var pointers = array.reinterpret(count * ADDRESS.byteSize());
            var domains = new ArrayList<Domain>();
            for (var index = 0; index < count; index++) {
                domains.add(new Domain(pointers.getAtIndex(ADDRESS, index)));
            }
            return domains;
        } finally {
            library.run("free", array);
        }
    }

    private LibvirtException failure(String action) {
        return failure(action, lastError(library));
    }

    private LibvirtException failure(String action, LibvirtError error) {
        return refusal(action, error).thrown();
    }

    private static LibvirtFailure refusal(String action, LibvirtError error) {
        if (error.isPermission()) {
            return new LibvirtFailure.NotPermitted(action, error);
        }
        return error.code() == LibvirtError.NO_SUPPORT
                ? new LibvirtFailure.NotSupported(action, error)
                : new LibvirtFailure.OperationFailed(action, error);
    }

    private static LibvirtFailure unreachable(String uri, LibvirtError error) {
        if (error.isPermission() || error.isRefusedBySystem()) {
            return new LibvirtFailure.NotPermitted("connect to " + uri, error);
        }
        return error.isNobodyThere()
                ? new LibvirtFailure.DaemonNotRunning(uri, error)
                : new LibvirtFailure.CannotConnect(uri, error);
    }

    // The error belongs to libvirt and to this thread, and lives until the thread's next call:
    // all of it is copied before that. NULL is possible, when nothing was recorded.
    private static LibvirtError lastError(NativeLibrary library) {
        var pointer = library.pointer("virGetLastError");
        if (isNull(pointer)) {
            return new LibvirtError(0, 0, "it gave no reason", OptionalInt.empty());
        }
        var error = pointer.reinterpret(ERROR.byteSize());
        var code = error.get(JAVA_INT, CODE);
        var message = error.get(ADDRESS, MESSAGE);
        return new LibvirtError(
                code,
                error.get(JAVA_INT, DOMAIN),
                isNull(message) ? "it gave no reason" : text(message),
                code == LibvirtError.SYSTEM_ERROR
                        ? OptionalInt.of(error.get(JAVA_INT, INT1))
                        : OptionalInt.empty());
    }

    /** Without a handler of ours libvirt prints every error to stderr, over whatever we print. */
    private static void silence(NativeLibrary library) {
        library.run("virSetErrorFunc", MemorySegment.NULL, Silence.HANDLER);
    }

    private static long offset(String field) {
        return ERROR.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }

    /** {@code void (*)(void *userData, virErrorPtr error)} that does nothing. */
    private static final class Silence {

        /** In the global arena: libvirt keeps the pointer, and may call it from any thread. */
        static final MemorySegment HANDLER =
                Linker.nativeLinker()
                        .upcallStub(
                                MethodHandles.empty(
                                        MethodType.methodType(
                                                void.class,
                                                MemorySegment.class,
                                                MemorySegment.class)),
                                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS),
                                Arena.global());
    }

    /** A reference to a domain. Its functions are valid until it is closed. */
    final class Domain implements AutoCloseable {

        private final MemorySegment pointer;

        private Domain(MemorySegment pointer) {
            this.pointer = pointer;
        }

        /** The text belongs to the reference and is copied here. */
        String name(String action) {
            var name = library.pointer("virDomainGetName", pointer);
            if (isNull(name)) {
                throw failure(action);
            }
            return text(name);
        }

        /** libvirt fills the buffer, whose size is part of its interface. */
        String uuid(String action) {
            try (var arena = Arena.ofConfined()) {
                var buffer = arena.allocate(ValueLayout.JAVA_BYTE, UUID_TEXT_BYTES);
                if (library.number("virDomainGetUUIDString", pointer, buffer) < 0) {
                    throw failure(action);
                }
                return buffer.getString(0);
            }
        }

        boolean isActive(String action) {
            return answer(action, "virDomainIsActive");
        }

        boolean isPersistent(String action) {
            return answer(action, "virDomainIsPersistent");
        }

        String liveXml(String action) {
            return xml(action, 0);
        }

        String configXml(String action) {
            return xml(action, INACTIVE);
        }

        void attach(String action, String deviceXml, int flags) {
            change(action, "virDomainAttachDeviceFlags", deviceXml, flags);
        }

        void detach(String action, String deviceXml, int flags) {
            change(action, "virDomainDetachDeviceFlags", deviceXml, flags);
        }

        @Override
        public void close() {
            library.number("virDomainFree", pointer);
        }

        private boolean answer(String action, String function) {
            var answer = library.number(function, pointer);
            if (answer < 0) {
                throw failure(action);
            }
            return answer == 1;
        }

        // The text is ours: copied, then freed with the free() of the C library that libvirt
        // itself is linked with.
        private String xml(String action, int flags) {
            var xml = library.pointer("virDomainGetXMLDesc", pointer, flags);
            if (isNull(xml)) {
                throw failure(action);
            }
            try {
                return text(xml);
            } finally {
                library.run("free", xml);
            }
        }

        // libvirt reads the text during the call and keeps nothing of it.
        private void change(String action, String function, String deviceXml, int flags) {
            try (var arena = Arena.ofConfined()) {
                if (library.number(function, pointer, copy(arena, deviceXml), flags) < 0) {
                    throw failure(action);
                }
            }
        }
    }
}
