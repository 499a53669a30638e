package vgpuctl.linux.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import vgpuctl.core.doctor.BundleContents;
import vgpuctl.core.doctor.Examination;
import vgpuctl.core.doctor.Unread;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonSyntaxException;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.problem.Problem;

/**
 * A zip of texts. {@code contents.json}, its first entry, says what each is and what could not be
 * read; a zip without it is read as the files that it has. Names in it name sources, never paths.
 */
final class BundleFile {

    private static final String CONTENTS = "contents.json";
    private static final int MOST_ENTRIES = 2000;
    private static final int LONGEST_CONTENTS = 1 << 20;

    private final Path path;

    BundleFile(String file) {
        this.path = Path.of(file);
    }

    /** Writes the texts, for the owner's eyes only. */
    BundleContents write(Map<String, Reading<String>> texts, Redaction redaction) {
        var unread = new ArrayList<Unread>();
        var entries = new LinkedHashMap<String, String>();
        texts.forEach((name, text) ->
                text.ifKnownOrElse(
                        _ -> entries.put(name, entryName(entries.size() + 1)),
                        why -> unread.add(new Unread(name, redaction.of(why)))));
        try {
            create();
            try (var zip = new ZipOutputStream(Files.newOutputStream(path), UTF_8)) {
                put(zip, CONTENTS, JsonWriter.pretty(contents(entries, unread)));
                for (var entry : entries.entrySet()) {
                    var text = texts.get(entry.getKey());
                    put(zip, entry.getValue(), redaction.of(text == null ? "" : text.orElse("")));
                }
            }
        } catch (IOException e) {
            throw notWritten(e).thrown();
        }
        return new BundleContents(path.toString(), List.copyOf(entries.keySet()), unread);
    }

    private static String entryName(int number) {
        return number + ".txt";
    }

    private void create() throws IOException {
        Files.createFile(
                path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static JsonObject contents(Map<String, String> entries, List<Unread> unread) {
        var texts = new ArrayList<Json>();
        entries.forEach((source, entry) ->
                texts.add(JsonObject.builder().put("entry", entry).put("source", source).build()));
        var missing = new ArrayList<Json>();
        for (var text : unread) {
            missing.add(
                    JsonObject.builder()
                            .put("source", text.source())
                            .put("why", text.why())
                            .build());
        }
        return JsonObject.builder()
                .put("bundle", 1)
                .put("texts", new JsonArray(texts))
                .put("unread", new JsonArray(missing))
                .build();
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(text.getBytes(UTF_8));
        zip.closeEntry();
    }

    private Problem notWritten(IOException e) {
        return e instanceof FileAlreadyExistsException
                ? new Problem.Conflict(
                        path + " is there already", "name another file: --output-file FILE")
                : new Problem.Refused(
                        path + " could not be written",
                        String.valueOf(e.getMessage()),
                        "name a file in a directory that may be written: --output-file FILE");
    }

    void read(Examination into) {
        if (!Files.isRegularFile(path)) {
            throw new Problem.NotFound(path + " is not there", "name a bundle").thrown();
        }
        try (var zip = new ZipInputStream(Files.newInputStream(path), UTF_8)) {
            if (read(zip, into) == 0) {
                throw new Problem.BadInput(
                                path + " is no bundle",
                                "name one that 'vgpuctl bundle' wrote, or use --log for a log")
                        .thrown();
            }
        } catch (IOException | IllegalArgumentException e) {
            into.unread(path.toString(), "not read to its end: " + e.getMessage());
        }
    }

    private int read(ZipInputStream zip, Examination into) throws IOException {
        var reader = new TextReader(into);
        Map<String, String> sources = Map.of();
        var count = 0;
        for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++count > MOST_ENTRIES) {
                into.unread(path.toString(), "only its first " + MOST_ENTRIES + " files were read");
                break;
            }
            if (count == 1 && entry.getName().equals(CONTENTS)) {
                sources = sources(zip, into);
            } else if (!entry.isDirectory()) {
                var name = sources.getOrDefault(entry.getName(), entry.getName());
                reader.read(name, new LeftOpen(zip));
            }
        }
        return count;
    }

    private Map<String, String> sources(InputStream zip, Examination into) throws IOException {
        var sources = new LinkedHashMap<String, String>();
        try {
            var json = JsonReader.read(new String(zip.readNBytes(LONGEST_CONTENTS), UTF_8));
            for (var text : objects(json, "texts")) {
                sources.put(
                        text.string("entry").orElse(""), text.string("source").orElse("a text"));
            }
            for (var text : objects(json, "unread")) {
                into.unread(text.string("source").orElse("a text"), text.string("why").orElse(""));
            }
        } catch (JsonSyntaxException e) {
            into.unread(path + ": " + CONTENTS, String.valueOf(e.getMessage()));
        }
        return sources;
    }

    private static List<JsonObject> objects(Json json, String name) {
        var objects = new ArrayList<JsonObject>();
        if (json instanceof JsonObject all) {
            for (var item : all.array(name).map(JsonArray::items).orElse(List.of())) {
                if (item instanceof JsonObject object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    /** An entry ends, the archive goes on. */
    private static final class LeftOpen extends FilterInputStream {

        private LeftOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The archive is closed by who opened it.
        }
    }
}
