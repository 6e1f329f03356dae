package dev.tallystick.server.index.hashes;

import java.io.IOException;

/** A run, or the list of runs, does not hold what was written to it. */
public final class DamagedRunException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedRunException(String message) {
        super(message);
    }
}
