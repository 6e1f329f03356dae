package dev.tallystick.proof.log;

import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.note.TreeHead;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/** Prints how many leaves of a downloaded log are checked a second on one core; run by hand, it asserts nothing. */
final class LogRates {
    private static final int LEAVES = 1 << 20;
    private static final int ROUNDS = 6;
    // Processor time of this thread: what one core does, however busy the machine is.
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private LogRates() {}

    public static void main(String[] args) {
        SampleLog log = SampleLog.of(LEAVES);
        TreeHead head = log.head(LEAVES);
        byte[][] bundles = new byte[LEAVES / EntryBundle.FULL][];
        for (int i = 0; i < bundles.length; i++) {
            bundles[i] = log.bundle(EntryBundle.of(i, LEAVES));
        }
        for (int round = 0; round < ROUNDS; round++) {
            long start = CPU.getCurrentThreadCpuTime();
            LogVerifier verifier = new LogVerifier(head);
            for (byte[] bundle : bundles) {
                verifier.accept(bundle);
            }
            if (!verifier.finish().passed()) {
                throw new AssertionError("The log does not pass.");
            }
            long elapsed = CPU.getCurrentThreadCpuTime() - start;
            System.out.printf(Locale.ROOT, "%,d leaves: %,12.0f /s%n", LEAVES, LEAVES * 1e9 / elapsed);
        }
    }
}
