package dev.tallystick.simulator.bench;

import java.util.Arrays;
import java.util.Locale;

/** Prints results, one line each, on standard output; what is going on goes to standard error. */
final class Report {
    private Report() {}

    /**
     * {@code name value unit ratio=R vs=REFERENCE}.
     *
     * @param ratio to the reference; thousandths, as ratios of whole numbers give them
     */
    static void line(String name, long value, String unit, long ratio, String reference) {
        String text = ratio / 1_000 + "." + String.format(Locale.ROOT, "%03d", ratio % 1_000);
        System.out.println(name + " " + value + " " + unit + " ratio=" + text + " vs=" + reference);
    }

    static void progress(String text) {
        System.err.println("bench: " + text);
    }

    /** {@code value / reference} in thousandths. */
    static long ratio(long value, long reference) {
        return value * 1_000 / Math.max(1, reference);
    }

    /** The middle one of the values, which must be at least one. */
    static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
