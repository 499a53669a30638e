package vgpuctl.server.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics as text: Prometheus's own form, or OpenMetrics, which differs in the name of a counter's
 * family and in its end.
 */
public final class Exposition {

    public static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
    public static final String OPEN_METRICS =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final String TOTAL = "_total";

    private final boolean openMetrics;
    private final Map<String, Family> families = new LinkedHashMap<>();

    private record Family(String type, String help, List<String> samples) {}

    Exposition(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    /** A value of now. */
    void gauge(String name, String help, double value, String... labels) {
        sample(name, "gauge", help, name, value, labels);
    }

    /** A count that only grows; its name ends with {@code _total}. */
    void counter(String name, String help, double value, String... labels) {
        var family = openMetrics ? name.substring(0, name.length() - TOTAL.length()) : name;
        sample(family, "counter", help, name, value, labels);
    }

    /** One line of a histogram: a bucket, its sum or its count. */
    void histogram(String name, String help, String suffix, double value, String... labels) {
        sample(name, "histogram", help, name + suffix, value, labels);
    }

    private void sample(
            String family, String type, String help, String name, double value, String... labels) {
        families.computeIfAbsent(family, _ -> new Family(type, help, new ArrayList<>()))
                .samples()
                .add(name + labels(labels) + " " + number(value));
    }

    private static String labels(String... labels) {
        var text = new StringBuilder();
        for (var i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? "{" : ",");
            text.append(labels[i]).append("=\"").append(escaped(labels[i + 1])).append('"');
        }
        return text.isEmpty() ? "" : text.append('}').toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    String text() {
        var text = new StringBuilder();
        families.forEach((name, family) -> {
            text.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
            text.append("# TYPE ").append(name).append(' ').append(family.type()).append('\n');
            family.samples().forEach(sample -> text.append(sample).append('\n'));
        });
        return text.append(openMetrics ? "# EOF\n" : "").toString();
    }
}
