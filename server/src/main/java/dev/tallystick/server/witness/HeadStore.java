package dev.tallystick.server.witness;

import dev.tallystick.proof.note.SignedHead;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The newest head of each log. For one thread at a time for each origin. */
interface HeadStore {
    /**
     * The head that was stored last, as the log sent it; null if none was.
     *
     * @throws WitnessException it is not as it was written
     */
    @Nullable
    SignedHead read(String origin) throws IOException;

    /** Stores a head. When this returns, no crash can bring an older one back; if it throws, either may be there. */
    void write(SignedHead head) throws IOException;
}
