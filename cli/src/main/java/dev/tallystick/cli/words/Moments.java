package dev.tallystick.cli.words;

/** Times as the API writes them, as short as they can be said. Stateless. */
public final class Moments {
    private static final String MIDNIGHT = "T00:00:00.000Z";

    private Moments() {}

    /** A midnight as its day alone, {@code 2026-02-01}; any other time, and any other text, as it is. */
    public static String of(String time) {
        return isMidnight(time) ? time.substring(0, time.length() - MIDNIGHT.length()) : time;
    }

    /** Whether it is the beginning of a UTC day. */
    public static boolean isMidnight(String time) {
        return time.endsWith(MIDNIGHT);
    }
}
