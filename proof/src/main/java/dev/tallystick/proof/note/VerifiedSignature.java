package dev.tallystick.proof.note;

/**
 * A signature that was checked and holds.
 *
 * @param key the key that signed
 * @param timeSeconds when a witness cosigned, in seconds since 1970; 0 for a log's own signature, which has no time
 */
public record VerifiedSignature(VerifierKey key, long timeSeconds) {}
