package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;

/**
 * Hashes that lead to candidates. A shortened one never decides: whoever finds a candidate compares the whole text. They
 * are SHA-256 so that nobody can choose texts that all lead to one place.
 */
final class ReferenceHash {
    private ReferenceHash() {}

    /** The reference's hash as it is kept. */
    static long of(ReferenceKey reference) {
        return Generation.hash(reference.hash());
    }

    /** The same of a reference that is looked for once. */
    static long of(AccountKey key, String referenceId, ByteSink scratch) {
        return of(new ReferenceKey(key, referenceId, scratch));
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
