package dev.tallystick.server.webhook;

import org.jspecify.annotations.Nullable;

/** A notice that is still to be delivered to one endpoint. Owned by its outlet's lock, but for the final parts. */
final class Pending {
    /** Stands for the number of an event where there is none. */
    static final long NO_EVENT = -1;

    final String customerId;

    /** The number of the event it comes from, or {@link #NO_EVENT} if it was published. */
    final long number;

    final int part;

    /** A published notice, which nothing else keeps. */
    final @Nullable Notice published;

    /** Its place among what was published to the endpoint, from 1; 0 of what comes from an event. */
    long place;

    /** What the event gives, as long as it is at hand. */
    @Nullable
    Notice atHand;

    /** Whether nothing of it can be in the delivery log yet. */
    boolean fresh;

    int attempts;

    /** When the next attempt is due, milliseconds since the epoch; 0: as soon as its turn comes. */
    long nextAt;

    private Pending(String customerId, long number, int part, @Nullable Notice published) {
        this.customerId = customerId;
        this.number = number;
        this.part = part;
        this.published = published;
    }

    static Pending ofEvent(String customerId, long number, int part) {
        return new Pending(customerId, number, part, null);
    }

    static Pending published(Notice notice) {
        return new Pending(notice.customerId(), NO_EVENT, 0, notice);
    }
}
