package dev.tallystick.cli.verify;

import dev.tallystick.proof.log.ExpectedLeaf;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.report.SignedReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every receipt and signed report below a folder, as what they promise of a log. For one thread. */
final class KeptReceipts {
    private static final String STEP = "receipts";
    private static final int SHOWN_MAX = 20;

    private final Path folder;
    private final String origin;
    private final List<ExpectedLeaf> leaves = new ArrayList<>();
    private final Set<TreeHead> heads = new LinkedHashSet<>();
    private final List<Line> bad = new ArrayList<>();
    private int badNotShown;
    private int receipts;
    private int reports;
    private int ofOtherLogs;

    private KeptReceipts(Path folder, String origin) {
        this.folder = folder;
        this.origin = origin;
    }

    /** Verifies all on all cores and takes what they promise of the log with this origin. */
    static KeptReceipts read(Path folder, String origin, TrustPolicy policy) {
        KeptReceipts all = new KeptReceipts(folder, origin);
        FileCheck check = new FileCheck(policy.withRecordsOptional());
        FileChecks checks = new FileChecks(check);
        try (ProgressLine progress = new ProgressLine("receipts", 0)) {
            checks.run(FileChecks.listed(List.of(folder)), progress, all::take);
        }
        return all;
    }

    private void take(Checked checked) {
        Receipt receipt = checked.receipt();
        SignedReport report = checked.report();
        if (receipt != null) {
            if (ofThisLog(receipt.logKey(), receipt.inclusion())) {
                receipts++;
                leaves.addAll(ExpectedLeaf.of(checked.name(), receipt));
            }
        } else if (report != null) {
            if (ofThisLog(report.logKey(), report.inclusion())) {
                reports++;
                leaves.add(ExpectedLeaf.of(checked.name(), report));
            }
        } else if (!checked.passed()) {
            bad(Line.fail(STEP, checked.name() + ": " + checked.sentence()));
        }
    }

    private boolean ofThisLog(VerifierKey logKey, LogProof proof) {
        if (!logKey.name().equals(origin)) {
            ofOtherLogs++;
            return false;
        }
        heads.add(proof.head().head());
        return true;
    }

    private void bad(Line line) {
        if (bad.size() < SHOWN_MAX) {
            bad.add(line);
        } else {
            badNotShown++;
        }
    }

    List<ExpectedLeaf> leaves() {
        return leaves;
    }

    Set<TreeHead> heads() {
        return heads;
    }

    /** Returns what does not verify by itself: the first few, and how many more. */
    List<Line> bad() {
        List<Line> lines = new ArrayList<>(bad);
        if (badNotShown > 0) {
            lines.add(Line.fail(STEP, "and " + counted(badNotShown, "more file", "more files") + " of that folder."));
        }
        return lines;
    }

    /** Returns the line for when nothing is wrong with the files or the log: what was proved, which must be something. */
    Line proved() {
        String others = switch (ofOtherLogs) {
            case 0 -> "";
            case 1 -> " 1 is of another log and was not looked at.";
            default -> " " + ofOtherLogs + " are of other logs and were not looked at.";
        };
        if (receipts + reports == 0) {
            return Line.fail(
                    STEP,
                    "Nothing was proved: in " + folder + " is no receipt or signed report of the log " + origin + "."
                            + others);
        }
        List<String> kept = new ArrayList<>();
        if (receipts > 0) {
            kept.add(counted(receipts, "receipt", "receipts"));
        }
        if (reports > 0) {
            kept.add(counted(reports, "report", "reports"));
        }
        String verb = receipts + reports == 1 ? " is" : " are";
        return Line.pass(
                STEP,
                String.join(" and ", kept) + " with " + counted(leaves.size(), "leaf", "leaves") + " and "
                        + counted(heads.size(), "head", "heads") + verb + " in the log." + others);
    }

    private static String counted(int number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }
}
