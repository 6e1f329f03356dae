package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.state.Entropy;
import java.security.SecureRandom;

/** Random bytes for salts, fetched from the platform's generator a block at a time. Writer only. */
final class Salts implements Entropy {
    private final SecureRandom random = new SecureRandom();
    private final byte[] block = new byte[16 << 10];
    private int used = block.length;

    @Override
    public void fill(byte[] destination) {
        if (used + destination.length > block.length) {
            random.nextBytes(block);
            used = 0;
        }
        System.arraycopy(block, used, destination, 0, destination.length);
        used += destination.length;
    }
}
