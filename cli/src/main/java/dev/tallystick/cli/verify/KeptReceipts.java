package dev.tallystick.cli.verify;

import dev.tallystick.proof.log.ExpectedLeaf;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.TrustPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every receipt below a folder, as what it promises of a log. */
final class KeptReceipts {
    private static final int SHOWN_MAX = 20;

    private final List<ExpectedLeaf> leaves = new ArrayList<>();
    private final Set<TreeHead> heads = new LinkedHashSet<>();
    private final List<Line> bad = new ArrayList<>();
    private int count;
    private int ofOtherLogs;

    private KeptReceipts() {}

    /** Verifies all receipts on all cores and takes what they promise of the log with this origin. */
    static KeptReceipts read(Path folder, String origin, TrustPolicy policy) {
        KeptReceipts all = new KeptReceipts();
        FileCheck check = new FileCheck(policy.withRecordsOptional());
        FileChecks checks = new FileChecks(check);
        try (ProgressLine progress = new ProgressLine("receipts", 0)) {
            checks.run(FileChecks.listed(List.of(folder)), progress, checked -> all.take(checked, origin));
        }
        return all;
    }

    private void take(Checked checked, String origin) {
        Receipt receipt = checked.receipt();
        if (receipt == null) {
            if (!checked.passed()) {
                bad(Line.fail("receipts", checked.name() + ": " + checked.sentence()));
            }
        } else if (!receipt.logKey().name().equals(origin)) {
            ofOtherLogs++;
        } else {
            count++;
            leaves.addAll(ExpectedLeaf.of(checked.name(), receipt));
            heads.add(receipt.inclusion().head().head());
        }
    }

    private void bad(Line line) {
        if (bad.size() < SHOWN_MAX) {
            bad.add(line);
        }
    }

    List<ExpectedLeaf> leaves() {
        return leaves;
    }

    Set<TreeHead> heads() {
        return heads;
    }

    /** Returns what does not verify by itself, the first few. */
    List<Line> bad() {
        return bad;
    }

    String sentence() {
        return count + " receipt(s) with " + leaves.size() + " leaves and " + heads.size()
                + " head(s) are all in the log."
                + (ofOtherLogs == 0 ? "" : " " + ofOtherLogs + " are of other logs and were not looked at.");
    }
}
