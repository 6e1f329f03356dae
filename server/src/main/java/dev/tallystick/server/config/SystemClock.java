package dev.tallystick.server.config;

import dev.tallystick.proof.AllowedCall;
import java.time.InstantSource;

/** The one place where the machine's clock comes in; everything else is handed an {@link InstantSource}. */
public final class SystemClock {
    private SystemClock() {}

    /** The machine's clock. */
    @AllowedCall("Somebody has to ask the machine for the time, and it is this class alone.")
    public static InstantSource system() {
        return InstantSource.system();
    }
}
