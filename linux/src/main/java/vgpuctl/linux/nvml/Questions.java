package vgpuctl.linux.nvml;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import vgpuctl.core.inventory.Reading;

/**
 * The ways in which NVML's functions give answers, in an open session. What comes back is believed
 * within bounds only: a text ends with its room, a list has no more entries than there can be.
 */
final class Questions {

    /** More than any GPU carries vGPUs, or a release has types for one. */
    static final int MOST_ENTRIES = 1024;

    /** A list that grows each time that room for it was made is given up. */
    private static final int MOST_TRIES = 5;

    private final NvmlLibrary library;
    private final Arena arena;

    Questions(NvmlLibrary library, Arena arena) {
        this.library = library;
        this.arena = arena;
    }

    NvmlReturn call(String function, Object... arguments) {
        return library.call(function, arguments);
    }

    /** Room that lives as long as the session. */
    MemorySegment room(StructLayout layout) {
        return arena.allocate(layout);
    }

    MemorySegment room(StructLayout layout, int count) {
        return arena.allocate(layout, count);
    }

    /** Room for a text of so many bytes with its NUL. */
    MemorySegment room(int bytes) {
        return arena.allocate(bytes);
    }

    MemorySegment roomForNumber() {
        return arena.allocate(JAVA_INT);
    }

    /** {@code f(…, unsigned *)}. */
    Reading<Integer> number(String function, Object... before) {
        var out = arena.allocate(JAVA_INT);
        var said = library.call(function, and(before, out));
        return said.succeeded() ? Reading.of(out.get(JAVA_INT, 0)) : said.unknown();
    }

    /** {@code f(…, unsigned long long *)}; a number with its highest bit set is none. */
    Reading<Long> big(String function, Object... before) {
        var out = arena.allocate(JAVA_LONG);
        var said = library.call(function, and(before, out));
        if (!said.succeeded()) {
            return said.unknown();
        }
        var value = out.get(JAVA_LONG, 0);
        return value >= 0
                ? Reading.of(value)
                : Reading.unknown(function + " says " + Long.toUnsignedString(value));
    }

    /** {@code f(…, unsigned *, unsigned *)}. */
    Reading<int[]> pair(String function, Object... before) {
        var first = arena.allocate(JAVA_INT);
        var second = arena.allocate(JAVA_INT);
        var said = library.call(function, and(and(before, first), second));
        return said.succeeded()
                ? Reading.of(new int[] {first.get(JAVA_INT, 0), second.get(JAVA_INT, 0)})
                : said.unknown();
    }

    /** {@code f(…, char *, unsigned)}. */
    Reading<String> text(int size, String function, Object... before) {
        var out = arena.allocate(size);
        var said = library.call(function, and(and(before, out), size));
        return said.succeeded() ? Reading.of(text(out)) : said.unknown();
    }

    /** {@code f(…, char *, unsigned *)}. */
    Reading<String> sizedText(int size, String function, Object... before) {
        var out = arena.allocate(size);
        var length = arena.allocate(JAVA_INT);
        length.set(JAVA_INT, 0, size);
        var said = library.call(function, and(and(before, out), length));
        return said.succeeded() ? Reading.of(text(out)) : said.unknown();
    }

    /** {@code f(…, struct *)}. */
    Reading<MemorySegment> struct(StructLayout layout, String function, Object... before) {
        return struct(arena.allocate(layout), function, before);
    }

    /** {@code f(…, struct *)}, the struct's first field being its version. */
    Reading<MemorySegment> struct(
            StructLayout layout, int version, String function, Object... before) {
        var struct = arena.allocate(layout);
        struct.set(JAVA_INT, 0, NvmlStructs.version(layout, version));
        return struct(struct, function, before);
    }

    private Reading<MemorySegment> struct(MemorySegment out, String function, Object... before) {
        var said = library.call(function, and(before, out));
        return said.succeeded() ? Reading.of(out) : said.unknown();
    }

    /** {@code f(device, unsigned *count, unsigned *list)}: first how many, then all of them. */
    Reading<int[]> list(String function, MemorySegment device) {
        var count = arena.allocate(JAVA_INT);
        return inTwoCalls(
                function,
                room -> {
                    count.set(JAVA_INT, 0, room);
                    var list = room == 0 ? MemorySegment.NULL : arena.allocate(JAVA_INT, room);
                    var said = library.call(function, device, count, list);
                    return new Attempt<>(
                            said,
                            count.get(JAVA_INT, 0),
                            entries ->
                                    entries == 0
                                            ? new int[0]
                                            : list.asSlice(0, entries * JAVA_INT.byteSize())
                                                    .toArray(JAVA_INT));
                });
    }

    /** One of the two calls, and how to take what it brought. */
    record Attempt<T>(NvmlReturn said, int count, Taken<T> taken) {}

    /** Takes so many entries out of the room that was made. */
    interface Taken<T> {
        T take(int entries);
    }

    /** Calls with room for so many entries. */
    interface WithRoom<T> {
        Attempt<T> call(int room);
    }

    /** Asks for the number, makes room and asks again, as the list may grow in between. */
    <T> Reading<T> inTwoCalls(String function, WithRoom<T> question) {
        var room = 0;
        for (var attempt = 0; attempt < MOST_TRIES; attempt++) {
            var answer = question.call(room);
            var entries = Integer.toUnsignedLong(answer.count());
            if (entries > MOST_ENTRIES) {
                return Reading.unknown(function + " speaks of " + entries + " entries");
            }
            if (answer.said().succeeded() && entries <= room) {
                return Reading.of(answer.taken().take((int) entries));
            }
            if (!answer.said().succeeded()
                    && answer.said().code() != NvmlReturn.INSUFFICIENT_SIZE) {
                return answer.said().unknown();
            }
            room = (int) entries;
        }
        return Reading.unknown(function + ": its list grew each time that it was asked for");
    }

    /** Up to the NUL, or to the end of the room where there is none. */
    static String text(MemorySegment room) {
        var bytes = room.toArray(JAVA_BYTE);
        var end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
    }

    private static Object[] and(Object[] before, Object last) {
        var all = Arrays.copyOf(before, before.length + 1);
        all[before.length] = last;
        return all;
    }
}
