package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.AccountHead;
import org.jspecify.annotations.Nullable;

/** An account in the index: a stable number and the newest head, which the writer replaces and anyone reads. */
final class Account {
    private final int number;
    private final AccountKey key;
    private volatile @Nullable AccountHead head;

    /** Generation in which it last changed; writer only. */
    private long changedIn = -1;

    Account(int number, AccountKey key, @Nullable AccountHead head) {
        this.number = number;
        this.key = key;
        this.head = head;
    }

    int number() {
        return number;
    }

    AccountKey key() {
        return key;
    }

    @Nullable
    AccountHead head() {
        return head;
    }

    void head(AccountHead newest) {
        head = newest;
    }

    /** Whether the delta is one of its records; the texts are compared. */
    boolean isOf(DeltaRecorded delta) {
        return key.customerId().equals(delta.item().customerId())
                && key.tenantId().equals(delta.tenantId());
    }

    /** Marks it changed in a generation; true the first time. */
    boolean markChanged(long generation) {
        if (changedIn == generation) {
            return false;
        }
        changedIn = generation;
        return true;
    }

    long changedIn() {
        return changedIn;
    }
}
