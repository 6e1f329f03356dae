package dev.tallystick.server.log;

import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.server.config.LogSettings;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the head to show the public: one with cosignatures while that is fresh, else the newest, and never a smaller one
 * than was shown before. Thread-safe.
 */
final class HeadChoice implements AutoCloseable {
    private final PlaneLog log;
    private volatile @Nullable Witnesses witnesses;
    private long servedSize;

    HeadChoice(PlaneLog log) {
        this.log = log;
    }

    void ask(LogSettings settings) {
        if (!settings.witnesses().isEmpty()) {
            witnesses = new Witnesses(log, settings).start();
        }
    }

    /** For tests: witnesses that ask when they are told to. */
    void use(Witnesses asked) {
        witnesses = asked;
    }

    synchronized SignedHead served() {
        SignedHead newest = log.head();
        Witnesses asked = witnesses;
        Witnesses.Cosigned cosigned = asked == null ? null : asked.cosigned();
        if (cosigned != null) {
            long size = cosigned.head().head().size();
            boolean fresh = size == newest.head().size() || log.now() - cosigned.atMillis() < Witnesses.FRESH_MILLIS;
            if (fresh && size >= servedSize) {
                servedSize = size;
                return cosigned.head();
            }
        }
        servedSize = newest.head().size();
        return newest;
    }

    long witnessAgeMillis() {
        Witnesses asked = witnesses;
        Witnesses.Cosigned cosigned = asked == null ? null : asked.cosigned();
        return cosigned == null ? -1 : log.now() - cosigned.atMillis();
    }

    long rollbacksSeen() {
        Witnesses asked = witnesses;
        return asked == null ? 0 : asked.rollbacks();
    }

    @Override
    public void close() {
        Witnesses asked = witnesses;
        if (asked != null) {
            asked.close();
        }
    }
}
