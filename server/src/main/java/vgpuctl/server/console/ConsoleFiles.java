package vgpuctl.server.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The files of the console, read and packed once. */
public final class ConsoleFiles {

    /** All of them: nothing else that lies on the class path can be had. */
    static final List<String> NAMES =
            List.of(
                    "api.js",
                    "app.js",
                    "bar.js",
                    "chart.js",
                    "console.css",
                    "create.js",
                    "fleet.js",
                    "heat.js",
                    "live.js",
                    "page-activity.js",
                    "page-doctor.js",
                    "page-fleet.js",
                    "page-host.js",
                    "page-layout.js",
                    "page-plan.js",
                    "page-types.js",
                    "page-vgpus.js",
                    "scale.js",
                    "ui.js",
                    "vendor/htm.LICENSE",
                    "vendor/htm.js",
                    "vendor/preact-hooks.js",
                    "vendor/preact.LICENSE",
                    "vendor/preact.js",
                    "vendor/uplot.LICENSE",
                    "vendor/uplot.css",
                    "vendor/uplot.js",
                    "words.js");

    static final String INDEX = "index.html";

    /** Where browsers that know the names of modules only look for them. */
    private static final String MODULES =
            "{\"imports\":{\"preact\":\"BASE/vendor/preact.js\","
                    + "\"preact/hooks\":\"BASE/vendor/preact-hooks.js\","
                    + "\"htm\":\"BASE/vendor/htm.js\"}}";

    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    private final Map<String, ConsoleFile> files = new LinkedHashMap<>();
    private final String policy;

    private ConsoleFiles() {
        var contents = new LinkedHashMap<String, byte[]>();
        NAMES.forEach(name -> contents.put(name, read(name)));
        var index = read(INDEX);
        var base = "/console/" + digest(contents, index);
        var modules = MODULES.replace("BASE", base);
        contents.forEach(
                (name, bytes) -> files.put(base + "/" + name, file(name, bytes, FOR_GOOD)));
        files.put("/", file(INDEX, page(index, base, ""), ASK_AGAIN));
        policy = policy(modules);
    }

    /** Those of this build. */
    public static ConsoleFiles load() {
        return new ConsoleFiles();
    }

    /**
     * The same as files that somebody else serves from one folder, by name.
     *
     * @param scripts what the page loads first, as HTML
     */
    public static Map<String, byte[]> inFolder(String scripts) {
        var contents = new LinkedHashMap<String, byte[]>();
        NAMES.forEach(name -> contents.put(name, read(name)));
        contents.put(INDEX, page(read(INDEX), ".", scripts));
        return contents;
    }

    /** The one script within that page, as a source that a policy allows. */
    public static String scriptInFolder() {
        return source(MODULES.replace("BASE", "."));
    }

    private static byte[] page(byte[] index, String base, String scripts) {
        return new String(index, StandardCharsets.UTF_8)
                .replace("<script type=\"importmap\">", scripts + "<script type=\"importmap\">")
                .replace("MODULES", MODULES.replace("BASE", base))
                .replace("BASE", base)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What is at this path of a URL. */
    public Optional<ConsoleFile> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** What a page of the console may do (Content-Security-Policy): nothing with other origins. */
    public String policy() {
        return policy;
    }

    private static String policy(String modules) {
        return "default-src 'none'; script-src 'self' "
                + source(modules)
                + "; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'";
    }

    private static String source(String script) {
        var hash = sha256(script.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    }

    private static ConsoleFile file(String name, byte[] bytes, String caching) {
        var tag = '"' + hex(bytes).substring(0, 32) + '"';
        return new ConsoleFile(type(name), caching, tag, bytes, packed(bytes));
    }

    private static String type(String name) {
        var text = "; charset=utf-8";
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html" + text;
            case "css" -> "text/css" + text;
            case "js" -> "text/javascript" + text;
            default -> "text/plain" + text;
        };
    }

    private static byte[] read(String name) {
        try (var in = ConsoleFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the console has no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Map<String, byte[]> contents, byte[] index) {
        var all = new ByteArrayOutputStream();
        contents.values().forEach(all::writeBytes);
        all.writeBytes(index);
        return hex(all.toByteArray()).substring(0, 16);
    }

    private static byte[] packed(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new Best(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Packs as small as it can: it does so once. */
    private static final class Best extends GZIPOutputStream {

        Best(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
