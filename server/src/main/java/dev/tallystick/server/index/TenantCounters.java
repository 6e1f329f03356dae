package dev.tallystick.server.index;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.TenantTotals;
import dev.tallystick.proof.amount.Amount;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One tenant's running totals. The writer counts, then publishes; readers see the last published figures.
 */
final class TenantCounters {
    static final TenantTotals NONE = new TenantTotals(0, 0, Amount.ZERO, Amount.ZERO, 0, 0);

    /** Owned by the writer. */
    private long customers;

    private long deltas;
    private Amount credits;
    private Amount debits;
    private long firstAt;
    private long lastAt;
    private final Map<Integer, Long> months = new HashMap<>();
    private int month = -1;
    private long monthDeltas;
    private long monthEndsAt = Long.MIN_VALUE;

    /** For every reader. */
    private volatile TenantTotals published;

    private final Map<Integer, Long> publishedMonths = new ConcurrentHashMap<>();

    TenantCounters(TenantTotals totals, Map<Integer, Long> months) {
        customers = totals.customers();
        deltas = totals.deltas();
        credits = totals.credits();
        debits = totals.debits();
        firstAt = totals.firstAt();
        lastAt = totals.lastAt();
        published = totals;
        this.months.putAll(months);
        publishedMonths.putAll(months);
    }

    void count(DeltaRecorded delta) {
        deltas++;
        if (delta.sequence() == 1) {
            customers++;
        }
        Amount amount = delta.item().delta();
        if (amount.signum() > 0) {
            credits = credits.plus(amount);
        } else {
            debits = debits.plus(amount);
        }
        lastAt = delta.recordedAt();
        if (firstAt == 0) {
            firstAt = lastAt;
        }
        if (lastAt >= monthEndsAt) {
            enterMonth(lastAt);
        }
        monthDeltas++;
    }

    private void enterMonth(long instant) {
        keepMonth();
        var date = Instant.ofEpochMilli(instant)
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1);
        month = monthNumber(date.getYear(), date.getMonthValue());
        monthDeltas = months.getOrDefault(month, 0L);
        monthEndsAt =
                date.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /** Months since January 1970. */
    static int monthNumber(int year, int monthOfYear) {
        return (year - 1970) * 12 + monthOfYear - 1;
    }

    private void keepMonth() {
        if (month >= 0) {
            months.put(month, monthDeltas);
            publishedMonths.put(month, monthDeltas);
        }
    }

    void publish() {
        keepMonth();
        published = new TenantTotals(customers, deltas, credits, debits, firstAt, lastAt);
    }

    TenantTotals totals() {
        return published;
    }

    long deltasInMonth(int monthNumber) {
        return publishedMonths.getOrDefault(monthNumber, 0L);
    }

    Map<Integer, Long> months() {
        return Map.copyOf(months);
    }
}
