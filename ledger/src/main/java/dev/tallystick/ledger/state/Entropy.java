package dev.tallystick.ledger.state;

/** Where random bytes come from. */
@FunctionalInterface
public interface Entropy {
    /** Fills {@code destination} with bytes nobody can predict. */
    void fill(byte[] destination);
}
