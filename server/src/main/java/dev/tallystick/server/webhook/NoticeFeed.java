package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is to be told to a tenant, read from the journal in stretches. Many endpoints and listeners follow one journal:
 * a stretch is read and decoded once, not once for each of them, and each gets only its own tenant's part. Thread-safe.
 */
public final class NoticeFeed {
    /** Events of a stretch: its start is a multiple. */
    private static final int STRETCH = 512;

    /** Stretches kept: the end of the journal, and a few where laggards read. */
    private static final int STRETCHES_MAX = 16;

    private final EventSource events;
    private final String origin;
    private final Notices.Beginnings beginnings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Stretch> stretches = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Stretch> eldest) {
            return size() > STRETCHES_MAX;
        }
    };

    NoticeFeed(EventSource events, String origin, Notices.Beginnings beginnings) {
        this.events = events;
        this.origin = origin;
        this.beginnings = beginnings;
    }

    /**
     * A notice and where it comes from.
     *
     * @param number of its event
     * @param part its place among the event's notices, from 0
     * @param last whether it is the last of them
     */
    public record Numbered(long number, int part, boolean last, Notice notice) {}

    /**
     * What {@link #read} found.
     *
     * @param next where to read on
     */
    public record Part(List<Numbered> notices, long next) {}

    private record NumberedEvent(long number, Event event) {}

    private static final class Stretch {
        private final Map<String, List<NumberedEvent>> byTenant = new HashMap<>();
        private long end;
    }

    /** How many events there are. */
    public long nextEvent() {
        return events.nextEvent();
    }

    /** The tenant's notices of events from number {@code from} on, to the end of the stretch it lies in at most. */
    public Part read(String tenantId, long from) {
        List<NumberedEvent> told;
        long end;
        lock.lock();
        try {
            long next = events.nextEvent();
            if (from >= next) {
                return new Part(List.of(), from);
            }
            long start = from / STRETCH * STRETCH;
            Stretch stretch = stretches.computeIfAbsent(start, key -> new Stretch());
            fill(stretch, start, Math.min(next, start + STRETCH));
            told = List.copyOf(stretch.byTenant.getOrDefault(tenantId, List.of()));
            end = stretch.end;
        } finally {
            lock.unlock();
        }
        List<Numbered> found = new ArrayList<>();
        for (NumberedEvent numbered : told) {
            if (numbered.number() >= from) {
                List<Notice> notices = Notices.of(numbered.number(), numbered.event(), origin, beginnings);
                for (int part = 0; part < notices.size(); part++) {
                    found.add(new Numbered(numbered.number(), part, part == notices.size() - 1, notices.get(part)));
                }
            }
        }
        return new Part(found, end);
    }

    private void fill(Stretch stretch, long start, long end) {
        long from = Math.max(start, stretch.end);
        if (from < end) {
            events.events(from, end, (event, number) -> {
                stretch.byTenant
                        .computeIfAbsent(event.tenantId(), key -> new ArrayList<>())
                        .add(new NumberedEvent(number, event));
                stretch.end = number + 1;
            });
        }
    }

    /** The notices of one event. */
    List<Notice> notices(long number) {
        return number < 0 || number >= events.nextEvent()
                ? List.of()
                : Notices.of(number, events.event(number), origin, beginnings);
    }
}
