package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.Entropy;
import dev.tallystick.ledger.state.StateMachine;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.Journal;
import dev.tallystick.server.log.PlaneLog;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A plane over a journal and its index: hands commands to its {@link PlaneWriter} and reads for everybody. Once the writer
 * has stopped, reads go on, writes are refused, and the next start finds out what is stored by replaying the journal
 * through {@link #recover}, the same application of events that every group goes through.
 */
public final class JournaledPlane implements Plane, AutoCloseable {
    private static final long CLOSE_MILLIS = 8_000;
    private static final String CLOSING = "The server is shutting down.";

    private final PlaneName name;
    private final Journal journal;
    private final LedgerIndex index;
    private final Directory directory;
    private final InstantSource clock;
    private final CommandQueue queue;
    private final PlaneWriter writer;
    private final @Nullable PlaneLog log;

    /** Makes a plane whose events are not logged; see the other constructor. */
    public JournaledPlane(
            PlaneName name,
            Journal journal,
            LedgerIndex index,
            Directory directory,
            InstantSource clock,
            Entropy entropy,
            PlaneOptions options) {
        this(name, journal, index, directory, clock, entropy, options, null);
    }

    /**
     * Brings the index up to the journal and starts the writer.
     *
     * @param index opened over this journal with this directory; closed with the plane, as is the journal
     * @param log opened over this journal, closed with the plane; or null for a plane whose events are not logged
     * @throws PlaneInconsistentException the journal ends before the index does
     */
    public JournaledPlane(
            PlaneName name,
            Journal journal,
            LedgerIndex index,
            Directory directory,
            InstantSource clock,
            Entropy entropy,
            PlaneOptions options,
            @Nullable PlaneLog log) {
        this.name = name;
        this.log = log;
        this.journal = journal;
        this.index = index;
        this.directory = directory;
        this.clock = clock;
        this.queue = new CommandQueue(options.queuedDeltas());
        recover();
        if (log != null) {
            log.settle(directory.logKeyRotations());
        }
        Storing storing = new Storing(journal, log, new JournalThread(journal, "journal-" + name.label(), queue::wake));
        this.writer = new PlaneWriter(
                name, storing, index, queue, new StateMachine(index.view(), directory, entropy), clock, options);
        writer.start();
    }

    /** Random bytes of the platform, for production use of the constructor. */
    public static Entropy platformEntropy() {
        return new Salts();
    }

    private void recover() {
        long nextEvent = journal.nextEvent();
        if (index.nextEvent() > nextEvent) {
            throw new PlaneInconsistentException("the " + name.label() + " journal ends at event " + nextEvent
                    + ", but its index has seen " + index.nextEvent()
                    + ": acknowledged records are missing from the journal. Restore the journal folder from a complete"
                    + " copy; only to accept the loss, delete the index folder and start again.");
        }
        IndexReplay.run(journal, index);
    }

    @Override
    public Outcome submit(Command command) {
        Submission submission = new Submission(command);
        switch (queue.offer(submission)) {
            case TAKEN -> {}
            case FULL ->
                throw new PlaneBusyException("More deltas are waiting than can be stored right now. Nothing of this"
                        + " request was stored; send it again in a second.");
            case CLOSED ->
                throw new PlaneStoppedException(stopReason() + " Nothing of this request was stored.", false);
        }
        Outcome outcome = submission.await();
        // On the thread that asks, so that the writer does not wait for reads.
        return outcome instanceof Outcome.Replayed replayed && command instanceof Command.RecordDeltas
                ? Recall.of(replayed.answered(), number -> event(journal, number))
                : outcome;
    }

    private String stopReason() {
        String reason = writer.stoppedBecause();
        return reason == null ? CLOSING : reason;
    }

    /**
     * Reads and decodes one event of a journal.
     *
     * @throws RecordUnreadableException it is damaged, or the medium reports an error
     */
    public static Event event(Journal journal, long number) {
        return new JournalEvents(journal).event(number);
    }

    @Override
    public PlaneName name() {
        return name;
    }

    @Override
    public @Nullable PlaneLog log() {
        return log;
    }

    @Override
    public LedgerReader reader() {
        return index.reader();
    }

    @Override
    public Directory directory() {
        return directory;
    }

    @Override
    public long now() {
        return clock.millis();
    }

    @Override
    public @Nullable String stoppedBecause() {
        return writer.stoppedBecause();
    }

    /** The journal, for those who follow it: to be read and replayed, never appended to. */
    public Journal journal() {
        return journal;
    }

    /** Figures for the metrics. */
    public GroupCounters counters() {
        return writer.counters();
    }

    /** Deltas waiting for the writer. */
    public int queuedDeltas() {
        return queue.waitingDeltas();
    }

    /** See {@link LedgerIndex#digest}; only after {@link #close}'s first half has ended the writer, or in tests when idle. */
    Hash digestWhenIdle() {
        return index.digest();
    }

    /** Takes no more commands, finishes those that wait, and closes index and journal. */
    @Override
    public void close() {
        if (!writer.close(CLOSING, CLOSE_MILLIS)) {
            // Storage hangs. Nothing may be touched under the writer's hands; recovery will sort it out.
            return;
        }
        try (journal) {
            index.close();
        } finally {
            if (log != null) {
                log.close();
            }
        }
    }
}
