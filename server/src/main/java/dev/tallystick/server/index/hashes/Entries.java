package dev.tallystick.server.index.hashes;

import java.io.IOException;

/** Takes in the entries of a run one by one, in order. */
@FunctionalInterface
public interface Entries {
    /** Takes in an entry; throws if it cannot be kept. */
    void take(long hash, long event) throws IOException;
}
