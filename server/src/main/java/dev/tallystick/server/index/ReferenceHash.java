package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;

/**
 * Hashes that lead to candidates. A shortened one never decides: whoever finds a candidate compares the whole text. They
 * are SHA-256 so that nobody can choose texts that all lead to one place.
 */
final class ReferenceHash {
    private ReferenceHash() {}

    /** First 64 bits of a hash over account and reference. */
    static long of(AccountKey key, String referenceId, ByteSink scratch) {
        scratch.reset();
        scratch.u8(key.tenantId().length());
        scratch.utf8(key.tenantId());
        scratch.u8(key.customerId().length());
        scratch.utf8(key.customerId());
        scratch.utf8(referenceId);
        return Generation.hash(Sha256.hash(scratch.array(), 0, scratch.length()).prefix());
    }

    /** First 64 bits of a hash over an account's names. */
    static long of(AccountKey key, ByteSink scratch) {
        return of(key, "", scratch);
    }

    /** The whole hash of a tenant's idempotency key. */
    static Hash ofRequest(String tenantId, String idempotencyKey, ByteSink scratch) {
        scratch.reset();
        scratch.u8(tenantId.length());
        scratch.utf8(tenantId);
        scratch.utf8(idempotencyKey);
        return Sha256.hash(scratch.array(), 0, scratch.length());
    }
}
