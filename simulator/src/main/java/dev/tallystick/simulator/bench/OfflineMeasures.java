package dev.tallystick.simulator.bench;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.log.LogVerifier;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.receipt.ReceiptVerifier;
import dev.tallystick.proof.receipt.ReceiptWriter;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.record.LogEntry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.List;

/** How fast one core checks, offline, a receipt file's records and a downloaded log's leaves; from bytes in memory. */
final class OfflineMeasures {
    private static final int RECORDS = 50_000;
    private static final int LEAVES = 1 << 19;
    private static final int WARM = 3;
    private static final long SECOND = 1_000_000_000L;
    private static final long RECORDS_BOUND = 100_000;
    private static final long LEAVES_BOUND = 124_000;

    // Processor time of this thread: what one core does, however busy the machine is.
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final Plan plan;

    OfflineMeasures(Plan plan) {
        this.plan = plan;
    }

    void run() {
        SignerKey key = new SignerKey("log.example/a", KeyAlgorithm.ED25519, Ed25519PrivateKey.of(new byte[32]));
        byte[] file = ReceiptWriter.file(SampleReceipt.of(RECORDS, key));
        TrustPolicy policy = TrustPolicy.ofLogs(List.of(key.verifier()));
        long records = median(
                RECORDS, () -> require(ReceiptVerifier.verify(file, policy).passed(), "The receipt does not verify."));
        Report.line("verify-receipts", records, "records/s", Report.ratio(records, RECORDS_BOUND), "100000");

        byte[][] bundles = bundles();
        TreeHead head = head(bundles);
        long leaves = median(LEAVES, () -> {
            LogVerifier verifier = new LogVerifier(head);
            for (byte[] bundle : bundles) {
                verifier.accept(bundle);
            }
            require(verifier.finish().passed(), "The log does not verify.");
        });
        Report.line("verify-log", leaves, "leaves/s", Report.ratio(leaves, LEAVES_BOUND), "124000");
    }

    private long median(long count, Runnable round) {
        long[] rates = new long[plan.rounds()];
        for (int i = -WARM; i < rates.length; i++) {
            long started = CPU.getCurrentThreadCpuTime();
            round.run();
            if (i >= 0) {
                rates[i] = count * SECOND / (CPU.getCurrentThreadCpuTime() - started);
            }
        }
        return Report.median(rates);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalStateException(sentence);
        }
    }

    private static byte[][] bundles() {
        byte[][] bundles = new byte[LEAVES / EntryBundle.FULL][];
        byte[] entry = new byte[LogEntry.LENGTH];
        entry[0] = LogEntry.TYPE_DELTA;
        for (int i = 0; i < bundles.length; i++) {
            ByteSink sink = new ByteSink(9_000);
            for (int j = 0; j < EntryBundle.FULL; j++) {
                ByteBuffer.wrap(entry).putLong(1, (long) i * EntryBundle.FULL + j);
                EntryBundle.write(entry, 0, entry.length, sink);
            }
            bundles[i] = sink.toBytes();
        }
        return bundles;
    }

    private static TreeHead head(byte[][] bundles) {
        CompactRange range = new CompactRange();
        for (int i = 0; i < bundles.length; i++) {
            new EntryBundle(i, EntryBundle.FULL)
                    .read(bundles[i], (inBundle, src, offset, len) -> range.appendEntry(src, offset, len));
        }
        return new TreeHead("log.example/a", LEAVES, range.root());
    }
}
