package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.proof.amount.Amount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Searches for what would explain the difference between a claimed total and the recorded one, to the last digit.
 *
 * <p>It knows the balance at the end of each UTC day of the scope (at most some 730 rows), and after each record of a scope
 * of up to {@link #WHOLE_MAX} records, of a longer one after each of the newest {@link #NEWEST_READ}. A difference is looked for between any two known balances, so a run of whole days is
 * found anywhere in the scope, a record or a run that begins or ends within a day only among the records that were read.
 * Beyond them, a total that stopped or started within a day is found where that day's deltas all have one sign.
 * By time of use, the newest whole days with so many records are read, and nothing within the days beyond them.
 *
 * <p>The simplest explanation comes first: simple is what takes few bits to say, so one of 28 days goes before one of
 * 10,000 records, and a single record before a run. For one thread.
 */
public final class ExplanationSearch {
    /** A scope of up to so many records is searched whole, which takes about a millisecond for each thousand. */
    public static final int WHOLE_MAX = 4_096;

    /**
     * Of a longer scope so many of its newest records are read. That nothing is found shows nothing there, however many
     * they are; with so few an answer takes about as long as for a short history.
     */
    public static final int NEWEST_READ = 1_280;

    /** What may be spent on single records from anywhere, counted in records read in a row. */
    static final int PROBES_MAX = 2_048;

    private static final int LISTED_MAX = 10;
    private static final int LISTED_OF_A_KIND_MAX = 3;

    private final DerivedBalance neutral;
    private final Reads scan;
    private final Reads probes;
    private final KnownPositions known;
    private final BoundaryShift shift;

    /** Reads what all explanations for the scope are made from. */
    ExplanationSearch(Counting counting, DerivedBalance neutral) {
        this(counting, neutral, 1);
    }

    /** The same with so many others beside it, which share the bounds. */
    ExplanationSearch(Counting counting, DerivedBalance neutral, int searches) {
        this.neutral = neutral;
        this.scan = new Reads(counting, scanned(counting, neutral.window().count(), searches));
        this.probes = new Reads(counting, PROBES_MAX / searches);
        this.known = KnownPositions.of(neutral, scan);
        this.shift = BoundaryShift.of(neutral, probes);
    }

    /** How many records may be read in a row. By time of use only whole days are, and one may have many. */
    private static int scanned(Counting counting, long records, int searches) {
        boolean whole = records <= WHOLE_MAX / searches || counting.occurred() != null;
        return (whole ? WHOLE_MAX : NEWEST_READ) / searches;
    }

    /**
     * An explanation before it is told.
     *
     * @param bits what its simplicity is measured by
     * @param counted the records that the side would have counted, once each, if they follow each other: two
     *     explanations that come to the same are equally simple
     */
    private record Candidate(
            ExplanationKind kind,
            int bits,
            long newest,
            @Nullable Counted counted,
            Supplier<ExplanationText.Told> told) {
        private Candidate withBits(int fewer) {
            return new Candidate(kind, fewer, newest, counted, told);
        }
    }

    /** Everything after one record up to another. */
    private record Counted(long after, long last) {}

    /**
     * The simplest explanations, best first.
     *
     * @param difference claimed minus recorded, not zero
     */
    List<Explanation> explain(DivergentParty side, Amount difference) {
        return explain(side, difference, new ExplanationText(neutral, probes, ExplanationText.figure(side)));
    }

    /** The same for a side's total of a window, which is this search's scope, starting balance 0. */
    List<Explanation> explainWindow(DivergentParty side, Amount difference) {
        return explain(
                side, difference, new ExplanationText(neutral, probes, ExplanationText.window(side, neutral.scope())));
    }

    private List<Explanation> explain(DivergentParty side, Amount difference, ExplanationText text) {
        List<Candidate> candidates = new ArrayList<>();
        openings(difference, text, candidates);
        for (Hypothesis run : RunSearch.find(known, probes, difference)) {
            candidates.add(new Candidate(run.kind(), run.bits(), run.last(), counted(run), () -> text.run(run)));
        }
        for (BoundaryShift.Shift each : shift.find(difference)) {
            candidates.add(new Candidate(
                    ExplanationKind.DAY_BOUNDARY_SHIFTED,
                    each.bits(),
                    0,
                    new Counted(each.start().sequence(), each.end().sequence()),
                    () -> text.shift(each)));
        }
        levelled(candidates);
        candidates.sort(Comparator.comparingInt(Candidate::bits)
                .thenComparing(Candidate::kind)
                .thenComparing(Candidate::newest, Comparator.reverseOrder()));
        return listed(side, difference, candidates);
    }

    private void openings(Amount difference, ExplanationText text, List<Candidate> candidates) {
        Amount starting = neutral.startingBalance();
        Position opening = neutral.window().opening();
        if (starting.negate().equals(difference)) {
            candidates.add(new Candidate(ExplanationKind.OPENING_LEFT_OUT, 1, 0, null, text::openingLeftOut));
        }
        if (starting.equals(difference)) {
            candidates.add(new Candidate(ExplanationKind.OPENING_COUNTED_TWICE, 2, 0, null, text::openingTwice));
        }
        if (opening.balance().equals(difference)) {
            Counted all = new Counted(0, neutral.lastSequence());
            candidates.add(new Candidate(ExplanationKind.EARLIER_RECORDS_COUNTED, 2, 0, all, text::earlierCounted));
        }
    }

    private @Nullable Counted counted(Hypothesis run) {
        if (run.effect() != Effect.MISSING) {
            return null;
        }
        if (run.last() == neutral.lastSequence()) {
            return new Counted(neutral.window().opening().sequence(), run.first() - 1);
        }
        return run.first() == neutral.firstSequence() ? new Counted(run.last(), neutral.lastSequence()) : null;
    }

    private static void levelled(List<Candidate> candidates) {
        Map<Counted, Integer> fewest = new HashMap<>();
        for (Candidate candidate : candidates) {
            if (candidate.counted() != null) {
                fewest.merge(candidate.counted(), candidate.bits(), Math::min);
            }
        }
        candidates.replaceAll(candidate -> candidate.counted() == null
                ? candidate
                : candidate.withBits(fewest.getOrDefault(candidate.counted(), candidate.bits())));
    }

    private static List<Explanation> listed(DivergentParty side, Amount difference, List<Candidate> candidates) {
        Map<ExplanationKind, Integer> ofKind = new EnumMap<>(ExplanationKind.class);
        candidates.forEach(candidate -> ofKind.merge(candidate.kind(), 1, Integer::sum));
        Map<ExplanationKind, Integer> listedOfKind = new EnumMap<>(ExplanationKind.class);
        List<Explanation> listed = new ArrayList<>();
        int rank = 0;
        int bits = -1;
        for (Candidate candidate : candidates) {
            if (listed.size() == LISTED_MAX
                    || listedOfKind.merge(candidate.kind(), 1, Integer::sum) > LISTED_OF_A_KIND_MAX) {
                continue;
            }
            rank = candidate.bits() == bits ? rank : listed.size() + 1;
            bits = candidate.bits();
            ExplanationText.Told told = candidate.told().get();
            listed.add(new Explanation(
                    candidate.kind(),
                    side,
                    difference,
                    rank,
                    told.sentence(),
                    told.recordIds(),
                    told.recordCount(),
                    ofKind.getOrDefault(candidate.kind(), 1)));
        }
        return listed;
    }

    /** How far the search went. */
    Searched searched() {
        return new Searched(
                neutral.window().count(), scan.read() + probes.read(), known.complete() && shift.complete());
    }

    /**
     * How far a search went.
     *
     * @param records in the scope
     * @param recordsRead how many reads of single records it took
     * @param complete whether every record of the scope was looked at; if not, more explanations may exist
     */
    public record Searched(long records, long recordsRead, boolean complete) {
        Searched plus(Searched other) {
            return new Searched(records + other.records, recordsRead + other.recordsRead, complete && other.complete);
        }
    }
}
