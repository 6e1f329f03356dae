package dev.tallystick.server.webhook;

import dev.tallystick.server.webhook.NoticeFeed.Numbered;
import dev.tallystick.server.webhook.NoticeFeed.Part;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What one endpoint has still to read of the journal: all from its cursor on, and before that the ranges it is to be told
 * again. Owned by its outlet's lock, but for {@link #hasNews}.
 */
final class Intake {
    private final String tenantId;
    private final NoticeFeed feed;
    private final ArrayDeque<OutletState.Range> replays;
    private volatile long cursor;

    /** The first event that no earlier process can have told. */
    private final long begun;

    Intake(String tenantId, NoticeFeed feed, OutletState state) {
        this.tenantId = tenantId;
        this.feed = feed;
        this.replays = new ArrayDeque<>(state.replays());
        this.cursor = state.cursor();
        this.begun = feed.nextEvent();
    }

    long cursor() {
        return cursor;
    }

    List<OutletState.Range> replays() {
        return List.copyOf(replays);
    }

    void replay(long from, long to) {
        replays.add(new OutletState.Range(from, to));
    }

    /** Whether the journal goes on beyond the cursor. Any thread. */
    boolean hasNews() {
        return cursor < feed.nextEvent();
    }

    /** Reads one stretch; false if there is nothing to read. What was asked for again goes first. */
    boolean read(Backlog backlog) {
        OutletState.Range replay = replays.peek();
        long from = replay == null ? cursor : replay.from();
        long to = replay == null ? Long.MAX_VALUE : replay.to();
        Part part = feed.read(tenantId, from);
        for (Numbered numbered : part.notices()) {
            if (numbered.number() < to) {
                Pending each = Pending.ofEvent(numbered.notice().customerId(), numbered.number(), numbered.part());
                each.atHand = numbered.notice();
                each.fresh = replay == null && numbered.number() >= begun;
                backlog.add(each);
            }
        }
        if (replay == null) {
            boolean moved = part.next() > cursor;
            cursor = part.next();
            return moved;
        }
        replays.remove();
        if (part.next() > from && part.next() < to) {
            replays.addFirst(new OutletState.Range(part.next(), to));
        }
        return true;
    }
}
