package vgpuctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void aGapMatchesAnyNumberOfLines() {
        assertThat(match(List.of("a", "…", "d"), List.of("a", "b", "c", "d"))).isPresent();
        assertThat(match(List.of("a", "…", "d"), List.of("a", "d"))).isPresent();
        assertThat(match(List.of("…"), List.of())).isPresent();
        assertThat(match(List.of("a", "…", "d"), List.of("a", "b"))).isEmpty();
    }

    @Test
    void moreOrFewerLinesAreADifference() {
        assertThat(match(List.of("a"), List.of("a", "b"))).isEmpty();
        assertThat(match(List.of("a", "b"), List.of("a"))).isEmpty();
    }

    @Test
    void whatALineCatchesIsKnownInTheNext() {
        assertThat(match(List.of("<word:it>", "{it}"), List.of("x", "x")))
                .contains(new Captures(Map.of("it", "x")));
        assertThat(match(List.of("<word:it>", "{it}"), List.of("x", "y"))).isEmpty();
    }

    @Test
    void theLineDiffKeepsWhatIsCommon() {
        assertThat(comparison(List.of("a", "b", "d"), List.of("a", "c", "d")).rows())
                .containsExactly(
                        new Comparison.Row.Same("a", "a"),
                        new Comparison.Row.Missing("b"),
                        new Comparison.Row.Extra("c"),
                        new Comparison.Row.Same("d", "d"));
    }

    @Test
    void aFailedComparisonStillCatches() {
        assertThat(
                        comparison(List.of("wrong", "id <word:id>"), List.of("right", "id 7"))
                                .caughtAnyway())
                .isEqualTo(new Captures(Map.of("id", "7")));
    }

    private static java.util.Optional<Captures> match(List<String> expected, List<String> actual) {
        return comparison(expected, actual).match();
    }

    private static Comparison comparison(List<String> expected, List<String> actual) {
        return new Comparison(expected, actual, Captures.NONE);
    }
}
