package dev.tallystick.server.log;

import dev.tallystick.proof.note.SignedHead;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest head in memory and in its file, and makes file and tree durable in the background. A head needs no
 * fsync before a reply leaves: it follows from the journal, which has had its own, and the key, and signing is
 * deterministic.
 */
final class HeadKeeper {
    /** A head lost in a power failure is at most so old; the next start makes it again from the journal. */
    private static final long HEAD_NANOS = 50_000_000;

    /** How much of the derived files a start after a crash writes again at most. */
    private static final long TREE_NANOS = 1_000_000_000;

    private final String origin;
    private final TreeFiles tree;
    private final HeadFile file;
    private final Thread keeper;
    private volatile SignedHead newest;
    private volatile long durable;
    private volatile boolean idle;
    private volatile boolean closing;
    private volatile @Nullable IOException failure;
    private long writtenDurable;

    HeadKeeper(String origin, TreeFiles tree, HeadFile file, SignedHead head) {
        this.origin = origin;
        this.tree = tree;
        this.file = file;
        this.newest = head;
        this.durable = head.head().size();
        this.writtenDurable = durable;
        this.keeper = Thread.ofPlatform().name("head-" + origin).daemon(true).start(this::keep);
    }

    SignedHead newest() {
        return newest;
    }

    /** Refuses to go on after the files could not be made durable: nobody knows then what is on the disk. */
    void requireSound() {
        IOException known = failure;
        if (known != null) {
            throw new LogException(
                    "The files of log " + origin + " could not be made durable (" + known
                            + "). Nothing more is written until the server is started again.",
                    known);
        }
    }

    synchronized void publish(SignedHead head) {
        write(head);
        newest = head;
        if (idle) {
            LockSupport.unpark(keeper);
        }
    }

    /** Shows the same head with other signatures, unless a newer one is there already. */
    synchronized void replace(SignedHead before, SignedHead after) {
        if (newest.equals(before)) {
            publish(after);
        }
    }

    private synchronized void write(SignedHead head) {
        try {
            writtenDurable = durable;
            file.write(head, writtenDurable);
        } catch (IOException e) {
            failure = e;
            requireSound();
        }
    }

    private void keep() {
        long treeForced = System.nanoTime();
        SignedHead forced = newest;
        while (!closing && failure == null) {
            if (newest.equals(forced) && durable == newest.head().size()) {
                idle = true;
                if (newest.equals(forced) && !closing) {
                    LockSupport.park(this);
                }
                idle = false;
                continue;
            }
            pause();
            SignedHead head = newest;
            try {
                if (System.nanoTime() - treeForced >= TREE_NANOS) {
                    tree.force();
                    treeForced = System.nanoTime();
                    durable = head.head().size();
                    recordWhenQuiet(head);
                }
                file.force();
                forced = head;
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    /** Without a next head nobody would write down how much is durable. */
    private synchronized void recordWhenQuiet(SignedHead head) {
        if (newest.equals(head) && writtenDurable != durable) {
            write(head);
        }
    }

    private void pause() {
        long until = System.nanoTime() + HEAD_NANOS;
        for (long left = HEAD_NANOS; left > 0 && !closing; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void fail(IOException e) {
        if (!closing) {
            failure = e;
            System.getLogger(HeadKeeper.class.getName())
                    .log(Level.ERROR, "the files of log " + origin + " could not be made durable", e);
        }
    }

    /** Makes tree and head durable and closes both; a second call does nothing. */
    void close() {
        if (closing) {
            return;
        }
        closing = true;
        LockSupport.unpark(keeper);
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (tree;
                file) {
            if (failure == null) {
                tree.force();
                durable = newest.head().size();
                file.write(newest, durable);
                file.force();
            }
        } catch (IOException e) {
            throw new LogException("The log " + origin + " could not be closed in good order.", e);
        }
    }
}
