package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.compare.BoundaryShift.Shift;
import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.record.UtcText;
import java.util.ArrayList;
import java.util.List;

/** Tells an explanation in a sentence, without taking a side, and names the records that show it. For one thread. */
final class ExplanationText {
    /** Of a longer run as many of the first and of the last are named. */
    private static final int IDS_AT_AN_END = 5;

    private static final int DATE_LENGTH = 10;
    private static final int MINUTES_PER_HOUR = 60;

    private final DerivedBalance neutral;
    private final Reads reads;
    private final String figure;

    /** What is told. */
    record Told(String sentence, List<String> recordIds, long recordCount) {}

    /** Sentences begin with {@code figure}, which ends in a space. */
    ExplanationText(DerivedBalance neutral, Reads reads, String figure) {
        this.neutral = neutral;
        this.reads = reads;
        this.figure = figure;
    }

    /** How a sentence about a side's balance begins. */
    static String figure(DivergentParty side) {
        return switch (side) {
            case YOURS -> "Your figure equals the recorded balance ";
            case THEIRS -> "Their figure equals the recorded balance ";
            case BOTH -> "Both figures equal the recorded balance ";
        };
    }

    /** How a sentence about a side's total of a window begins. */
    static String window(DivergentParty side, Scope window) {
        return (side == DivergentParty.YOURS ? "Your total of " : "Their total of ") + UtcText.of(window.start())
                + " to " + UtcText.of(window.end()) + " equals the recorded one ";
    }

    Told openingLeftOut() {
        return new Told(figure + "without the starting balance of " + neutral.startingBalance() + ".", List.of(), 0);
    }

    Told openingTwice() {
        return new Told(
                figure + "with the starting balance of " + neutral.startingBalance() + " added a second time.",
                List.of(),
                0);
    }

    Told earlierCounted() {
        long last = neutral.window().opening().sequence();
        return new Told(
                figure + "plus the " + neutral.window().opening().balance() + " of " + records(last, "before it") + ".",
                // By time of use there is no order that would find them without a look at all.
                reads.occurred() == null ? ids(ends(1, last)) : List.of(),
                last);
    }

    Told run(Hypothesis run) {
        List<StoredDelta> ends = ends(run.first(), run.last());
        return new Told(figure + sentence(run, ends.getFirst(), ends.getLast()) + ".", ids(ends), run.count());
    }

    private String sentence(Hypothesis run, StoredDelta first, StoredDelta last) {
        if (run.kind() == ExplanationKind.STOPPED_EARLY) {
            if (reads.occurred() != null && !reads.occurred().isRead(run.first())) {
                return "before the usage of " + day(first) + ": " + records(run.count(), "from that day on") + ", "
                        + run.sum() + " in all, would still have been to come";
            }
            // Records of one import share a millisecond, so the record is named and not only its time.
            return "before record " + first.recordId() + " of " + time(first) + ": "
                    + records(run.count(), "from that one on") + ", " + run.sum()
                    + " in all, would still have been to come";
        }
        String what = run.count() == 1
                ? "record " + first.recordId() + " (" + run.sum() + " on " + day(first) + ")"
                : records(run.count(), between(run, first, last)) + " (" + run.sum() + " in all)";
        return switch (run.effect()) {
            case MISSING ->
                run.kind() == ExplanationKind.CORRECTION_MISSED
                        ? "without " + what + ", which adjusts an earlier record"
                        : "without " + what;
            case TWICE -> "with " + what + " counted twice";
            case FLIPPED -> "with the sign of " + what + " turned round";
        };
    }

    private String between(Hypothesis run, StoredDelta first, StoredDelta last) {
        boolean day = run.kind() == ExplanationKind.DAY_MISSING
                || run.kind() == ExplanationKind.DAY_COUNTED_TWICE
                || run.kind() == ExplanationKind.DAY_SIGN_FLIPPED;
        if (day) {
            return "of " + day(first);
        }
        // By time of use the records that are named need not be the first and the last of their days.
        return reads.occurred() != null && !day(first).equals(day(last))
                ? "of usage from " + day(first) + " to " + day(last)
                : "from " + time(first) + " to " + time(last);
    }

    Told shift(Shift shift) {
        List<StoredDelta> shown = new ArrayList<>();
        shown.addAll(moved(shift.opening().sequence(), shift.start().sequence()));
        shown.addAll(moved(shift.closing().sequence(), shift.end().sequence()));
        String zone = "UTC" + offset(shift.endOffset());
        if (shift.startOffset() != shift.endOffset()) {
            zone = "UTC" + offset(shift.startOffset()) + " at its start and " + zone + " at its end";
        }
        if (shift.others() > 0) {
            zone += " (or at " + shift.others() + (shift.others() == 1 ? " other offset" : " other offsets")
                    + " that make no more difference)";
        }
        return new Told(
                figure + "of the same dates with midnights at " + zone + ": "
                        + records(shift.count(), "near its ends")
                        + (shift.count() == 1 ? " comes in or drops out." : " come in or drop out."),
                ids(shown),
                shift.count());
    }

    private List<StoredDelta> moved(long one, long other) {
        return one == other ? List.of() : ends(Math.min(one, other) + 1, Math.max(one, other));
    }

    private static String offset(int minutes) {
        int size = Math.abs(minutes);
        int hours = size / MINUTES_PER_HOUR;
        int rest = size % MINUTES_PER_HOUR;
        return (minutes < 0 ? "-" : "+") + (hours < 10 ? "0" : "") + hours + (rest < 10 ? ":0" : ":") + rest;
    }

    private static String records(long count, String which) {
        return "the " + count + (count == 1 ? " record " : " records ") + which;
    }

    private String time(StoredDelta record) {
        return UtcText.of(reads.occurred() == null ? record.delta().recordedAt() : OccurredDays.timeOf(record));
    }

    private String day(StoredDelta record) {
        return time(record).substring(0, DATE_LENGTH);
    }

    /** The run's records, or the first and the last few of many. */
    private List<StoredDelta> ends(long first, long last) {
        List<StoredDelta> ends = new ArrayList<>();
        if (last - first < 2 * IDS_AT_AN_END) {
            named(first, last, ends);
        } else {
            named(first, first + IDS_AT_AN_END - 1, ends);
            named(last - IDS_AT_AN_END + 1, last, ends);
        }
        return ends;
    }

    private void named(long first, long last, List<StoredDelta> named) {
        OccurredDays occurred = reads.occurred();
        if (occurred == null) {
            reads.run(first, last, named::add);
        } else {
            reads.spend(last - first + 1);
            named.addAll(occurred.named(neutral.scope(), neutral.window().opening(), first, last));
        }
    }

    private static List<String> ids(List<StoredDelta> records) {
        return records.stream().map(StoredDelta::recordId).toList();
    }
}
