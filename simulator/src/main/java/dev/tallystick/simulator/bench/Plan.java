package dev.tallystick.simulator.bench;

import java.util.Set;

/**
 * What a run measures and how long.
 *
 * @param names the measures; empty for all
 * @param quick short rounds, to see whether something is badly wrong
 * @param full also the history of 10 million records
 */
record Plan(Set<String> names, boolean quick, boolean full) {
    boolean wants(String name) {
        return names.isEmpty() || names.contains(name);
    }

    int rounds() {
        return quick ? 3 : 5;
    }

    /** Some ten seconds a round: in less, a virtual disk shows how its host takes a burst, and not what it keeps up. */
    long engineDeltas() {
        return quick ? 300_000 : 3_000_000;
    }

    /** For engines by turns, which need no file beside them. */
    long turnDeltas() {
        return quick ? 300_000 : 600_000;
    }

    /** Recorded before anything is measured: until about three million, a good part of a core compiles. */
    long engineWarmDeltas() {
        return quick ? 1_500_000 : 3_000_000;
    }

    /** For what handles one thing a request: its code takes some 100,000 requests to be compiled in full. */
    int warmSecondsOfSingles() {
        return quick ? 10 : 40;
    }

    int warmSeconds() {
        return quick ? 3 : 8;
    }

    int seconds() {
        return quick ? 3 : 5;
    }
}
