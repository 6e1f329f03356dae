package dev.tallystick.server.http;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.proof.amount.Amount;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A UTC month as a client names it, {@code YYYY-MM}, and a customer's figures within it. */
record Month(YearMonth month) {
    private static final int LENGTH = 7;

    /** The query's {@code period}, or null; 400 if it is not a month. */
    static @Nullable Month of(Query query) {
        String text = query.one("period");
        if (text == null) {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, LENGTH);
        if (text.length() != LENGTH || text.charAt(4) != '-' || year < 0 || month < 1 || month > 12) {
            throw Fields.refused(
                    "period", "period must be a month such as 2026-02, but '" + Query.clipped(text) + "' was sent.");
        }
        return new Month(YearMonth.of(year, month));
    }

    private static int number(String text, int from, int to) {
        if (text.length() < to) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    static Month at(long epochMillis) {
        return new Month(YearMonth.from(Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC)));
    }

    /** Months since 1970-01. */
    int number() {
        return (month.getYear() - 1970) * 12 + month.getMonthValue() - 1;
    }

    private static long start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /** Writes the member {@code month} with the customer's figures of this month. */
    void write(Envelope envelope, LedgerReader reader, AccountHead head) {
        Position before = reader.before(head, start(month));
        Position after = reader.before(head, start(month.plusMonths(1)));
        Amount netChange = after.balance().minus(before.balance());
        Amount credits = after.credits().minus(before.credits());
        long count = after.sequence() - before.sequence();
        envelope.json()
                .name("month")
                .beginObject()
                .name("period")
                .value(month.toString())
                .name("acceptedDeltas")
                .value(count)
                .name("verifiedDeltas")
                .value(count);
        envelope.amount("netChange", netChange)
                .amount("credits", credits)
                .amount("debits", netChange.minus(credits))
                .amount("cumulativeBalance", after.balance());
        envelope.json().endObject();
    }
}
