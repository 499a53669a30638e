package vgpuctl.linux.libvirt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A library with libvirt's functions that does what the real one does only with QEMU or on a bad
 * day: hangs, loses its daemon, accepts devices, counts what it gave out. Made with the host's C
 * compiler.
 */
final class FakeLibvirt {

    private static final String SOURCE =
            """
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <unistd.h>

            /* Laid out as struct _virError is. */
            struct error {
                int code, domain;
                char *message;
                int level;
                void *conn, *dom;
                char *str1, *str2, *str3;
                int int1, int2;
                void *net;
            };
            struct domain { char name[64]; };

            static __thread struct error last;
            static __thread char words[512];
            static int daemon_runs = 1, connections, opened, domains, blocks, attached, flags;
            static int hanging;
            static char device[4096];

            static void fail(int code, int errno_, const char *message) {
                snprintf(words, sizeof words, "%s", message);
                last = (struct error){.code = code, .domain = 10, .message = words, .int1 = errno_};
            }
            static void *block(size_t size) {
                __atomic_add_fetch(&blocks, 1, __ATOMIC_SEQ_CST);
                return malloc(size);
            }
            static void hang(void) {
                hanging = 1;
                for (int i = 0; hanging && i < 2000; i++) usleep(5000);
            }
            extern void __libc_free(void *);
            void free(void *pointer) {
                __atomic_sub_fetch(&blocks, 1, __ATOMIC_SEQ_CST);
                __libc_free(pointer);
            }

            int fake_connections(void *_) { return connections; }
            int fake_opened(void *_) { return opened; }
            int fake_domains(void *_) { return domains; }
            int fake_blocks(void *_) { return blocks; }
            int fake_attached(void *_) { return attached; }
            int fake_flags(void *_) { return flags; }
            int fake_hanging(void *_) { return hanging; }
            int fake_stop_daemon(void *_) { daemon_runs = 0; return 0; }
            int fake_let_go(void *_) { hanging = 0; return 0; }
            void *fake_device(void *_) { return device; }

            struct error *virGetLastError(void) { return last.code ? &last : 0; }
            void virSetErrorFunc(void *data, void (*handler)(void *, void *)) {
                handler(data, &last);
            }
            void *virConnectOpen(char *uri) {
                last.code = 0;
                if (strstr(uri, "denied")) { fail(38, 13, "Permission denied"); return 0; }
                if (strstr(uri, "polkit")) { fail(45, -1, "authentication failed"); return 0; }
                if (strstr(uri, "odd")) { fail(1, -1, "internal error:\\nsecond line"); return 0; }
                daemon_runs = 1;
                connections++;
                opened++;
                return &connections;
            }
            int virConnectClose(void *_) { last.code = 0; connections--; return 0; }
            int virConnectIsAlive(void *_) { last.code = 0; return daemon_runs; }
            static void *made(const char *name) {
                struct domain *domain = malloc(sizeof *domain);
                snprintf(domain->name, sizeof domain->name, "%s", name);
                domains++;
                return domain;
            }
            int virConnectListAllDomains(void *_, void **list, unsigned all) {
                last.code = 0;
                void **found = block(4 * sizeof *found);
                found[0] = made("steady");
                found[1] = made("vanishing");
                found[2] = made("brief");
                found[3] = 0;
                *list = found;
                return 3;
            }
            void *virDomainLookupByName(void *_, char *name) {
                last.code = 0;
                if (!daemon_runs) { fail(39, -1, "Cannot write data: Broken pipe"); return 0; }
                if (!strcmp(name, "none")) { fail(42, -1, "no domain"); return 0; }
                if (!strcmp(name, "hanging")) hang();
                return made(name);
            }
            int virDomainFree(struct domain *d) {
                last.code = 0;
                domains--;
                __libc_free(d);
                return 0;
            }
            char *virDomainGetName(struct domain *d) { return d->name; }
            int virDomainGetUUIDString(void *_, char *to) {
                strcpy(to, "c4a1f0de-9a3b-4c55-8e63-0f2b7c9d1e42");
                return 0;
            }
            int virDomainIsActive(struct domain *d) {
                last.code = 0;
                return strcmp(d->name, "brief") != 0;
            }
            int virDomainIsPersistent(struct domain *d) {
                last.code = 0;
                if (!strcmp(d->name, "vanishing")) { fail(42, -1, "it went"); return -1; }
                return strcmp(d->name, "brief") != 0;
            }
            char *virDomainGetXMLDesc(struct domain *d, unsigned inactive) {
                last.code = 0;
                char *xml = block(8192);
                snprintf(xml, 8192, "<domain type='kvm'><name>%s</name></domain>", d->name);
                return xml;
            }
            int virDomainAttachDeviceFlags(struct domain *d, char *xml, unsigned affect) {
                last.code = 0;
                if (!strcmp(d->name, "refusing")) { fail(1, -1, xml); return -1; }
                if (!strcmp(d->name, "locked")) { fail(88, -1, "access denied"); return -1; }
                if (!strcmp(d->name, "confined")) { fail(38, 13, "/dev/vfio/12"); return -1; }
                if (!strcmp(d->name, "slow")) hang();
                if (!strcmp(d->name, "gone")) { fail(42, -1, "it went"); return -1; }
                if (!strcmp(d->name, "broken")) {
                    daemon_runs = 0;
                    fail(39, -1, "End of file while reading data");
                    return -1;
                }
                snprintf(device, sizeof device, "%s", xml);
                flags = affect;
                attached++;
                return 0;
            }
            #ifndef OLD
            int virDomainDetachDeviceFlags(struct domain *d, char *xml, unsigned affect) {
                last.code = 0;
                flags = affect;
                return 0;
            }
            #endif
            """;

    private final Path file;
    private final NativeLibrary library;

    private FakeLibvirt(Path file) {
        this.file = file;
        this.library = NativeLibrary.load(file.toString());
    }

    /** In a directory of its own, so that the loader takes it for another library. */
    static FakeLibvirt in(Path directory, String... options) throws Exception {
        var source = Files.writeString(directory.resolve("libvirt.c"), SOURCE);
        var file = directory.resolve("libvirt.so");
        var gcc = List.of("gcc", "-shared", "-fPIC", "-O1", "-fno-builtin", "-o", file.toString());
        var command =
                Stream.of(gcc, List.of(options), List.of(source.toString()))
                        .flatMap(List::stream)
                        .toList();
        assumeTrue(run(command), "gcc is not installed: the fake libvirt cannot be made");
        return new FakeLibvirt(file);
    }

    NativeLibvirt at(String uri, Duration limit) {
        return new NativeLibvirt(file.toString(), uri, limit);
    }

    int count(String what) {
        return library.number("fake_" + what, MemorySegment.NULL);
    }

    String device() {
        return NativeLibrary.text(library.pointer("fake_device", MemorySegment.NULL));
    }

    private static boolean run(List<String> command) throws InterruptedException {
        try {
            var status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IllegalStateException("gcc: " + status);
            }
            return true;
        } catch (IOException noCompiler) {
            return false;
        }
    }
}
