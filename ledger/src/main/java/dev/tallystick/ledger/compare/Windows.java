package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.BalanceWindow;
import dev.tallystick.ledger.balance.Derivation;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.compare.ComparisonReport.ComparedWindow;
import dev.tallystick.ledger.compare.ComparisonReport.SideWindow;
import dev.tallystick.ledger.compare.SideClaim.ClaimedWindow;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.PositionReader;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.UtcText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lays the totals of windows beside the recorded ones. Stateless. */
final class Windows {
    /** A side's windows: one for each day of the widest scope, and some. Each of their edges costs a look-up. */
    static final int WINDOWS_MAX = 1_000;

    private Windows() {}

    /**
     * Checks that a side's windows cover the scope once.
     *
     * @param field what a refusal calls them
     * @throws RefusedException {@code VALIDATION_ERROR} naming the first gap, overlap or window beyond the scope
     */
    static void requireWhole(String field, List<ClaimedWindow> windows, Scope scope) {
        if (windows.isEmpty()) {
            return;
        }
        if (windows.size() > WINDOWS_MAX) {
            throw refused(field, "may hold at most " + WINDOWS_MAX + " windows, but has " + windows.size() + ".");
        }
        long reached = scope.start();
        for (int i = 0; i < windows.size(); i++) {
            ClaimedWindow window = windows.get(i);
            if (window.end() <= window.start()) {
                throw refused(field + "[" + i + "]", "must end after it starts, but " + span(window) + " was sent.");
            }
            if (window.start() > reached) {
                throw refused(
                        field + "[" + i + "]",
                        "leaves a gap: nothing covers " + span(reached, window.start())
                                + ". Windows must cover the whole scope; send a total of 0 where there is nothing.");
            }
            if (window.start() < reached) {
                throw refused(
                        field + "[" + i + "]",
                        i == 0
                                ? "starts before the scope, which is " + span(scope.start(), scope.end()) + "."
                                : "overlaps the window before it, or comes before it: it is " + span(window)
                                        + ", but that one ends at " + UtcText.of(reached) + ".");
            }
            reached = window.end();
        }
        if (reached != scope.end()) {
            throw refused(
                    field,
                    reached > scope.end()
                            ? "go beyond the scope, which ends at " + UtcText.of(scope.end()) + ", to "
                                    + UtcText.of(reached) + "."
                            : "leave a gap: nothing covers " + span(reached, scope.end())
                                    + ". Windows must cover the whole scope; send a total of 0 where there is nothing.");
        }
    }

    private static RefusedException refused(String field, String what) {
        return new RefusedException(Refusal.invalid(field, field + " " + what));
    }

    private static String span(ClaimedWindow window) {
        return span(window.start(), window.end());
    }

    private static String span(long start, long end) {
        return UtcText.of(start) + " to " + UtcText.of(end);
    }

    /**
     * The windows of a report: those the sides gave, each once, or the scope's parts with records where none did.
     *
     * @param tolerance a total this close matches
     */
    static List<ComparedWindow> compared(
            PositionReader reader,
            AccountHead head,
            DerivedBalance neutral,
            @Nullable SideClaim yours,
            @Nullable SideClaim theirs,
            Amount tolerance,
            Granularity granularity) {
        List<BalanceWindow> parts = parts(reader, head, neutral, yours, theirs, granularity);
        Map<List<Long>, ClaimedWindow> yourWindows = byEdges(yours);
        Map<List<Long>, ClaimedWindow> theirWindows = byEdges(theirs);
        List<ComparedWindow> compared = new ArrayList<>();
        for (BalanceWindow part : parts) {
            List<Long> edges = List.of(part.start(), part.end());
            SideWindow your = side(part, yours, yourWindows.get(edges), tolerance);
            SideWindow their = side(part, theirs, theirWindows.get(edges), tolerance);
            boolean given = !yourWindows.isEmpty() || !theirWindows.isEmpty();
            boolean told = (your != null && (part.count() > 0 || your.diverges()))
                    || (their != null && (part.count() > 0 || their.diverges()));
            if (given || told || part.count() > 0) {
                compared.add(new ComparedWindow(part, your, their));
            }
        }
        return compared;
    }

    private static Map<List<Long>, ClaimedWindow> byEdges(@Nullable SideClaim side) {
        Map<List<Long>, ClaimedWindow> windows = new HashMap<>();
        if (side != null) {
            side.windows().forEach(window -> windows.put(List.of(window.start(), window.end()), window));
        }
        return windows;
    }

    private static List<BalanceWindow> parts(
            PositionReader reader,
            AccountHead head,
            DerivedBalance neutral,
            @Nullable SideClaim yours,
            @Nullable SideClaim theirs,
            Granularity granularity) {
        TreeMap<List<Long>, BalanceWindow> parts =
                new TreeMap<>(Comparator.comparing(List<Long>::getFirst).thenComparing(List::getLast));
        Map<Long, Position> positions = new HashMap<>();
        for (SideClaim side : new SideClaim[] {yours, theirs}) {
            for (ClaimedWindow window : side == null ? List.<ClaimedWindow>of() : side.windows()) {
                parts.computeIfAbsent(
                        List.of(window.start(), window.end()),
                        ignored -> new BalanceWindow(
                                window.start(),
                                window.end(),
                                positions.computeIfAbsent(window.start(), at -> reader.before(head, at)),
                                positions.computeIfAbsent(window.end(), at -> reader.before(head, at))));
            }
        }
        return parts.isEmpty() ? Derivation.breakdown(reader, head, neutral, granularity) : List.copyOf(parts.values());
    }

    /** What a side says of a part: by its window, or by its rows if it gave no windows. */
    private static @Nullable SideWindow side(
            BalanceWindow part, @Nullable SideClaim side, @Nullable ClaimedWindow window, Amount tolerance) {
        if (side == null) {
            return null;
        }
        if (window != null) {
            boolean near = window.total().minus(part.net()).abs().compareTo(tolerance) <= 0;
            Long count = window.count();
            return new SideWindow(window.total(), count, !near || (count != null && count != part.count()));
        }
        RecordFindings records = side.records();
        if (records == null || !side.windows().isEmpty()) {
            return null;
        }
        Amount difference = records.difference(UtcDay.of(part.start()), UtcDay.of(part.end() - 1));
        return new SideWindow(
                part.net().plus(difference), null, difference.abs().compareTo(tolerance) > 0);
    }
}
