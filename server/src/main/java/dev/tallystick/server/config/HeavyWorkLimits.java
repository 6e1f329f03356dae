package dev.tallystick.server.config;

/**
 * Bounds on work that keeps a core busy for long: drawing documents, comparing many records.
 *
 * @param atOnce pieces of it at a time; one core less than there are, so that the system always has one for all others
 * @param waitMillis how long one waits to begin; well below the time of a whole request, whose client is gone then
 * @param fewRecords rows and records that are compared within milliseconds, and need not wait for anything
 */
public record HeavyWorkLimits(int atOnce, long waitMillis, long fewRecords) {
    /** The defaults, given the number of cores. */
    public static HeavyWorkLimits defaults(int cores) {
        return new HeavyWorkLimits(Math.max(1, cores - 1), 20_000, 500);
    }
}
