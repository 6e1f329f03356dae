package dev.tallystick.proof.log;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a customer's receipts fit together where one window ends and another begins: no record between them is missing, and
 * the balance is carried over. A single receipt cannot show that. Stateless.
 *
 * <p>Looked at are receipts of checkpoints over all records of a window; the earlier one must not be provisional. Each receipt
 * is taken as verified.
 */
public final class AdjoiningReceipts {
    private AdjoiningReceipts() {}

    private record Border(String tenantId, String customerId, long instant) {}

    /**
     * Compares every two receipts of one customer of which the second begins where the first ends.
     *
     * @param byName receipts by a name for a person, in the order of the answer
     * @return a line for each such pair
     */
    public static List<LogFinding> check(Map<String, Receipt> byName) {
        Map<Border, List<String>> beginning = new HashMap<>();
        byName.forEach((name, receipt) -> {
            CheckpointStatement statement = receipt.statement();
            if (statement != null && wholeWindow(statement)) {
                Border border = border(statement, statement.window().start());
                beginning.computeIfAbsent(border, key -> new ArrayList<>()).add(name);
            }
        });
        List<LogFinding> findings = new ArrayList<>();
        byName.forEach((name, earlier) -> {
            CheckpointStatement statement = earlier.statement();
            if (statement != null && wholeWindow(statement) && !statement.provisional()) {
                Border border = border(statement, statement.window().end());
                for (String next : beginning.getOrDefault(border, List.of())) {
                    Receipt later = byName.get(next);
                    if (later != null && later.statement() != null) {
                        findings.add(compare(name + " and " + next, statement, later, later.statement()));
                    }
                }
            }
        });
        return findings;
    }

    private static boolean wholeWindow(CheckpointStatement statement) {
        return statement.window().mode() == CheckpointStatement.Mode.WINDOW;
    }

    private static Border border(CheckpointStatement statement, long instant) {
        return new Border(statement.window().tenantId(), statement.window().customerId(), instant);
    }

    private static LogFinding compare(
            String what, CheckpointStatement earlier, Receipt receipt, CheckpointStatement later) {
        if (!earlier.figures().closing().equals(later.figures().opening())) {
            return new LogFinding(
                    what,
                    false,
                    "an opening balance of " + earlier.figures().closing(),
                    later.figures().opening().toString());
        }
        boolean counted = earlier.chain().count() > 0 && later.chain().count() > 0;
        if (counted && later.chain().firstSequence() != earlier.chain().lastSequence() + 1) {
            return new LogFinding(
                    what,
                    false,
                    "a first record of sequence " + (earlier.chain().lastSequence() + 1),
                    "sequence " + later.chain().firstSequence());
        }
        if (later.chain().count() > 0 && receipt.records().isEmpty()) {
            return LogFinding.holds(what);
        }
        Hash before = later.chain().count() == 0
                ? later.chain().chainHead()
                : receipt.records().getFirst().previousProofHash();
        return before.equals(earlier.chain().chainHead())
                ? LogFinding.holds(what)
                : new LogFinding(
                        what, false, "the record before is " + earlier.chain().chainHead(), before.toString());
    }
}
