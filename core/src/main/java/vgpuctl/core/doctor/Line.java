package vgpuctl.core.doctor;

/**
 * A line of a text.
 *
 * @param number counted from 1
 * @param text without its end; of a very long line what is around the words that a rule looks for
 */
public record Line(Source source, long number, String text) {

    public boolean has(String words) {
        return text.contains(words);
    }

    public Evidence evidence() {
        return new Evidence(source.name(), number, text.strip());
    }
}
