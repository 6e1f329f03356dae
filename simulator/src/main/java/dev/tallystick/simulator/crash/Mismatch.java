package dev.tallystick.simulator.crash;

/** The server shows something other than what it acknowledged. */
final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mismatch(String expected, String found) {
        super("expected " + expected + ", found " + found);
    }
}
