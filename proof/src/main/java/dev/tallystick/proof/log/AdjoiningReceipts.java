package dev.tallystick.proof.log;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a customer's receipts fit together where one window ends and another begins: no record between them is missing, and
 * the balance is carried over. A single receipt cannot show that. Stateless.
 *
 * <p>Looked at are receipts of checkpoints over all records of a window; the earlier one must not be provisional. Each receipt
 * is taken as verified.
 */
public final class AdjoiningReceipts {
    private AdjoiningReceipts() {}

    /**
     * What a receipt's neighbours are compared with; far smaller than the receipt.
     *
     * @param statement the checkpoint's
     * @param before the first record's previousProofHash; null if the receipt has no records
     */
    public record Side(
            CheckpointStatement statement, @Nullable Hash before) {
        /** Returns that of a receipt; null if it is of no checkpoint. */
        public static @Nullable Side of(Receipt receipt) {
            CheckpointStatement statement = receipt.statement();
            return statement == null
                    ? null
                    : new Side(
                            statement,
                            receipt.records().isEmpty()
                                    ? null
                                    : receipt.records().getFirst().previousProofHash());
        }
    }

    private record Border(String tenantId, String customerId, long instant) {}

    /**
     * Compares every two receipts of one customer of which the second begins where the first ends.
     *
     * @param byName receipts by a name for a person, in the order of the answer
     * @return a line for each such pair
     */
    public static List<LogFinding> check(Map<String, Receipt> byName) {
        Map<String, Side> sides = new LinkedHashMap<>();
        byName.forEach((name, receipt) -> {
            Side side = Side.of(receipt);
            if (side != null) {
                sides.put(name, side);
            }
        });
        List<LogFinding> findings = new ArrayList<>();
        compare(sides, findings::add);
        return findings;
    }

    /** The same with what was kept of the receipts, a line for each such pair handed over one by one. */
    public static void compare(Map<String, Side> sides, Consumer<LogFinding> sink) {
        Map<Border, List<String>> beginning = new HashMap<>();
        sides.forEach((name, side) -> {
            if (wholeWindow(side.statement())) {
                Border border =
                        border(side.statement(), side.statement().window().start());
                beginning.computeIfAbsent(border, key -> new ArrayList<>(1)).add(name);
            }
        });
        sides.forEach((name, earlier) -> {
            CheckpointStatement statement = earlier.statement();
            if (wholeWindow(statement) && !statement.provisional()) {
                Border border = border(statement, statement.window().end());
                for (String next : beginning.getOrDefault(border, List.of())) {
                    Side later = sides.get(next);
                    if (later != null) {
                        sink.accept(compare(name + " and " + next, statement, later));
                    }
                }
            }
        });
    }

    private static boolean wholeWindow(CheckpointStatement statement) {
        return statement.window().mode() == CheckpointStatement.Mode.WINDOW;
    }

    private static Border border(CheckpointStatement statement, long instant) {
        return new Border(statement.window().tenantId(), statement.window().customerId(), instant);
    }

    private static LogFinding compare(String what, CheckpointStatement earlier, Side side) {
        CheckpointStatement later = side.statement();
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
        Hash before = later.chain().count() == 0 ? later.chain().chainHead() : side.before();
        if (before == null) {
            return LogFinding.holds(what);
        }
        return before.equals(earlier.chain().chainHead())
                ? LogFinding.holds(what)
                : new LogFinding(
                        what, false, "the record before is " + earlier.chain().chainHead(), before.toString());
    }
}
