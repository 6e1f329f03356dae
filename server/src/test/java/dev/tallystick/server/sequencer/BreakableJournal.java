package dev.tallystick.server.sequencer;

import dev.tallystick.server.journal.EventBatch;
import dev.tallystick.server.journal.EventVisitor;
import dev.tallystick.server.journal.Journal;
import dev.tallystick.server.journal.JournalStopped;
import dev.tallystick.server.journal.StoredEvent;
import java.util.concurrent.CountDownLatch;

/** A real journal whose next append can be held up, and can fail before or after it has really stored the batch. */
public final class BreakableJournal implements Journal {
    /** Where the next append breaks. */
    public enum Break {
        NOT,
        BEFORE_STORING,
        AFTER_STORING
    }

    private final Journal real;
    private volatile RuntimeException readFailure;
    private volatile Break next = Break.NOT;
    private volatile CountDownLatch entered = new CountDownLatch(0);
    private volatile CountDownLatch released = new CountDownLatch(0);

    public BreakableJournal(Journal real) {
        this.real = real;
    }

    /** From now on every read throws this. */
    void breakReads(RuntimeException failure) {
        readFailure = failure;
    }

    public void breakNext(Break where) {
        next = where;
    }

    /** The next append waits for {@link #release}. */
    public void hold() {
        released = new CountDownLatch(1);
        entered = new CountDownLatch(1);
    }

    public void awaitHeld() throws InterruptedException {
        entered.await();
    }

    public void release() {
        released.countDown();
    }

    @Override
    public void append(long expectedNextEvent, EventBatch batch) {
        entered.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (next == Break.BEFORE_STORING) {
            throw new JournalStopped("The disk failed before storing.", null);
        }
        real.append(expectedNextEvent, batch);
        if (next == Break.AFTER_STORING) {
            throw new JournalStopped("The disk failed after storing.", null);
        }
    }

    @Override
    public long nextEvent() {
        return real.nextEvent();
    }

    @Override
    public void replay(long fromEvent, EventVisitor visitor) {
        real.replay(fromEvent, visitor);
    }

    @Override
    public StoredEvent read(long event) {
        RuntimeException failure = readFailure;
        if (failure != null) {
            throw failure;
        }
        return real.read(event);
    }

    @Override
    public void close() {
        real.close();
    }
}
