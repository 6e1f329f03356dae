package dev.tallystick.server.sequencer;

import java.util.concurrent.atomic.LongAdder;

/** What the writer has done since the start. The writer counts; any thread reads. */
public final class GroupCounters {
    private final LongAdder groups = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private final LongAdder events = new LongAdder();

    void count(int commandsInGroup, int eventsInGroup) {
        groups.increment();
        commands.add(commandsInGroup);
        events.add(eventsInGroup);
    }

    /** Groups committed, each with at most one fsync. */
    public long groups() {
        return groups.sum();
    }

    /** Commands answered. */
    public long commands() {
        return commands.sum();
    }

    /** Events stored. */
    public long events() {
        return events.sum();
    }
}
