package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.state.LookedUp;
import dev.tallystick.ledger.state.StateMachine;
import dev.tallystick.server.index.LedgerIndex;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes to a plane.
 *
 * <pre>
 *   queue -> [ decide group -> append (durable) -> apply -> answer ]
 *                              [ decide the next group, if both are large and hold only deltas ]
 * </pre>
 *
 * Anything that fails between deciding and answering leaves it unsure of what is stored, so it stops for good. Only a
 * command that meets a damaged record while it is decided is refused alone: nothing of it is stored then.
 */
final class PlaneWriter {
    private static final long IDLE_NANOS = 3_000_000_000L;

    /**
     * A group of at least so many deltas is stored on the journal's thread while the next is decided: it takes longer
     * than handing over does. Smaller ones are better stored at once, with one fsync for all that came meanwhile.
     */
    private static final int OVERLAPPED_DELTAS = 256;

    private final PlaneName name;
    private final LedgerIndex index;
    private final CommandQueue queue;
    private final StateMachine machine;
    private final InstantSource clock;
    private final PlaneOptions options;
    private final Thread thread;
    private final Storing storing;
    private final AtomicReference<@Nullable String> stopped = new AtomicReference<>();
    private final GroupCounters counters = new GroupCounters();

    /** Owned by the writer: a group decided, and being stored or stored just now, but neither applied nor answered. */
    private record Decided(List<Submission> group, List<Event> events, List<LookedUp> lookedUp) {}

    private @Nullable Decided unsettled;

    /** The first event that is not applied. */
    private long nextEvent;

    private boolean flushedWhenIdle;

    /** Takes over an index that is level with its journal. */
    PlaneWriter(
            PlaneName name,
            Storing storing,
            LedgerIndex index,
            CommandQueue queue,
            StateMachine machine,
            InstantSource clock,
            PlaneOptions options) {
        this.name = name;
        this.index = index;
        this.queue = queue;
        this.machine = machine;
        this.clock = clock;
        this.options = options;
        this.storing = storing;
        this.nextEvent = index.nextEvent();
        this.thread = Thread.ofPlatform().name("writer-" + name.label()).unstarted(this::write);
    }

    void start() {
        thread.start();
    }

    /** Why it takes no more commands, or null while it does. Any thread. */
    @Nullable
    String stoppedBecause() {
        return stopped.get();
    }

    GroupCounters counters() {
        return counters;
    }

    private void write() {
        List<Submission> group = new ArrayList<>();
        try {
            while (queue.take(group, options.groupDeltas(), IDLE_NANOS)) {
                if (!group.isEmpty()) {
                    commit(group);
                    group = new ArrayList<>();
                    flushedWhenIdle = false;
                } else if (unsettled != null) {
                    settle();
                } else {
                    flushWhenIdle();
                }
            }
            settle();
        } catch (RuntimeException | Error e) {
            stop(e, group);
        }
    }

    /** One group, top to bottom, {@link #settle} included; each paragraph ends with what a crash there means. */
    private void commit(List<Submission> group) {
        // Deltas are decided on top of a group that is still being stored; anything else looks at what is recorded.
        boolean overlaps = onlyDeltas(group);
        if (!overlaps) {
            settle();
        }

        // Decided events exist in memory only. A crash here: nothing of this group happened, nobody was told anything.
        long appended = startGroup();
        List<Event> events = machine.events();
        for (Iterator<Submission> each = group.iterator(); each.hasNext(); ) {
            int before = events.size();
            if (!each.next().decide(machine)) {
                each.remove();
            }
            storing.add(events.subList(before, events.size()));

            // A batch is bounded, and events with much metadata can fill it before the group is through. A crash here:
            // each command is still found whole or not at all.
            if (storing.isFull()) {
                settle();
                appended = storing.append(appended);
            }
        }

        // The group before this one comes first in everything. A crash here: it is stored, this one is not.
        settle();
        unsettled = new Decided(group, events, machine.lookedUp());

        // One write and one fsync for all of them. A crash here: the whole batch is found at the next start, or none of
        // it; no reply has left, and a repeat meets its reference or idempotency key.
        if (overlaps && weight(group) >= OVERLAPPED_DELTAS && !storing.isEmpty()) {
            storing.beginAppend(appended);
        } else {
            storing.append(appended);
            settle();
        }
    }

    /** The second half of {@link #commit}: waits until the group is durable, then applies and answers it. */
    private void settle() {
        Decided decided = unsettled;
        if (decided == null) {
            return;
        }
        if (storing.await()) {
            queue.calm();
        }

        // The tree has grown beside the fsync; its signed head is kept and shown. A crash here: the journal has what
        // the head covers, and the next start signs the same again.
        storing.publishHead();

        // The index follows. A crash here: it is behind, and the next start replays the batch into it.
        List<Event> events = decided.events();
        for (int i = 0; i < events.size(); i++) {
            index.apply(nextEvent++, events.get(i), decided.lookedUp().get(i));
        }
        index.endGroup();
        machine.previousApplied();
        counters.count(decided.group().size(), decided.events().size());

        // Only now may anybody know. A crash here: all is stored, some callers were not told and will repeat.
        unsettled = null;
        for (Submission submission : decided.group()) {
            submission.answer();
        }
    }

    /** Begins a group, behind one that is not settled yet if there is one, and returns the number of its first event. */
    private long startGroup() {
        Decided before = unsettled;
        storing.clear();
        if (before == null) {
            machine.startGroup(nextEvent, Math.max(clock.millis(), index.lastRecordedAt()));
            return nextEvent;
        }
        machine.startGroupBehind(
                Math.max(clock.millis(), before.events().getLast().recordedAt()));
        return nextEvent + before.events().size();
    }

    private static boolean onlyDeltas(List<Submission> group) {
        return group.stream().allMatch(submission -> submission.command() instanceof Command.RecordDeltas);
    }

    private static int weight(List<Submission> group) {
        return group.stream().mapToInt(Submission::weight).sum();
    }

    /** A start soon after finds little to replay. */
    private void flushWhenIdle() {
        if (!flushedWhenIdle) {
            index.flush();
            flushedWhenIdle = true;
        }
    }

    private void stop(Throwable cause, List<Submission> group) {
        String reason = "Writing has stopped because of a storage failure (" + cause.getMessage()
                + "). The operator must repair the cause and start the server again.";
        stopped.set(reason);
        queue.close();
        Set<Submission> underWay = new LinkedHashSet<>(group);
        Decided decided = unsettled;
        if (decided != null) {
            underWay.addAll(decided.group());
            storing.awaitQuietly();
        }
        for (Submission submission : underWay) {
            submission.fail(new PlaneStoppedException(
                    reason + " This request may have been stored: repeat it with the same referenceId or"
                            + " Idempotency-Key after the restart.",
                    true));
        }
        queue.fail(reason + " Nothing of this request was stored.");
        // Last, for nobody may be left waiting if this fails.
        System.getLogger(PlaneWriter.class.getName())
                .log(System.Logger.Level.ERROR, "the writer of the " + name.label() + " plane stopped", cause);
    }

    /** Finishes the commands that wait and ends; false if that takes longer. */
    boolean close(String reason, long millis) {
        stopped.compareAndSet(null, reason);
        queue.close();
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            return false;
        }
        storing.close();
        return true;
    }
}
