package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A reference of an account, with the hash by which it is looked up everywhere: worked out once, when it is made.
 * Immutable, with content equality; the hash never decides.
 */
public final class ReferenceKey {
    private final AccountKey account;
    private final String referenceId;
    private final long hash;

    /** @param scratch overwritten */
    public ReferenceKey(AccountKey account, String referenceId, ByteSink scratch) {
        this.account = account;
        this.referenceId = referenceId;
        scratch.reset();
        scratch.u8(account.tenantId().length());
        scratch.utf8(account.tenantId());
        scratch.u8(account.customerId().length());
        scratch.utf8(account.customerId());
        scratch.utf8(referenceId);
        this.hash = Sha256.hash(scratch.array(), 0, scratch.length()).prefix();
    }

    public AccountKey account() {
        return account;
    }

    public String referenceId() {
        return referenceId;
    }

    /** First 64 bits of a SHA-256 over account and reference, so that nobody can choose texts that all lead to one place. */
    public long hash() {
        return hash;
    }

    /** Whether it is the delta's own reference; the texts are compared. */
    public boolean isOf(DeltaRecorded delta) {
        return referenceId.equals(delta.item().referenceId())
                && account.customerId().equals(delta.item().customerId())
                && account.tenantId().equals(delta.tenantId());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReferenceKey key
                && hash == key.hash
                && referenceId.equals(key.referenceId)
                && account.equals(key.account);
    }

    @Override
    public int hashCode() {
        return (int) hash;
    }
}
