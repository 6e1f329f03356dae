package dev.tallystick.server.receipt;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.server.receipt.ReceiptDocument.Fact;
import dev.tallystick.server.receipt.ReceiptDocument.Figure;
import dev.tallystick.server.receipt.ReceiptDocument.Row;
import java.util.List;
import java.util.stream.LongStream;

/** Receipts with everything that is hard to set. */
final class SampleReceipts {
    static final String ROOT = "0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    static final String URL = "http://127.0.0.1:8080/api/v1/verify/" + ROOT;

    private SampleReceipts() {}

    static ReceiptDocument of(Iterable<Row> rows) {
        return new ReceiptDocument(
                "Receipt",
                "Usage of one customer over a window of time, sealed in a public log.",
                ROOT,
                42,
                URL,
                List.of(
                        new Fact("Customer", "acme-corp"),
                        new Fact("Window", "2026-02-01T00:00:00.000Z up to, not including, 2026-03-01T00:00:00.000Z"),
                        new Fact("Proof root", ROOT),
                        new Fact("Checkpoint", "chk_0000000042")),
                List.of(
                        new Figure("Opening balance", Amount.parse("12345678901234567890.123456789012345678")),
                        new Figure("Credits", Amount.parse("10000")),
                        new Figure("Debits", Amount.parse("-8500.5")),
                        new Figure("Closing balance", Amount.parse("-0.000000000000000001"))),
                rows,
                List.of("These records, in this order, with these sums, were sealed in the log named above."),
                List.of(
                        "That the vendor metered rightly.",
                        "That nothing was left unrecorded: a record that was never posted leaves no trace, and this"
                                + " sentence goes on for long enough that it has to be broken into several lines on the"
                                + " page, which shows that they stay within the margins."));
    }

    static Row row(long sequence, String reason, String reference, String delta, String balance) {
        return new Row(
                sequence,
                "2026-02-03 04:05:06.789",
                reason,
                reference,
                Amount.parse(delta),
                Amount.parse(balance),
                List.of());
    }

    static List<Row> hard() {
        return List.of(
                row(1, "API calls, day 1", "day-1", "-250.5", "-250.5"),
                row(2, "Größe, naïve, Ωμέγα, Привет, Հայերեն, ქართული", null, "1000", "749.5"),
                row(3, "שלום (עולם) 123 and English", "ref-שלום", "-0.25", "749.25"),
                row(4, "发票 日本語 한국어 हिन्दी 🙂", null, "0.000000000000000001", "749.250000000000000001"),
                row(5, "word ".repeat(100).strip(), "R".repeat(255), "-1000000000", "-999999250.75"),
                row(6, "x".repeat(500), null, "1000000000", "749.25"),
                row(7, "line one\nline two\ttab \u202Eevil\u202C end \u0000.", null, "1", "750.25"),
                row(8, "مرحبا بالعالم", null, "-1", "749.25"));
    }

    /** Many plain rows, made anew for every pass. */
    static Iterable<Row> many(int count) {
        return () -> LongStream.rangeClosed(1, count)
                .mapToObj(i -> row(i, "API calls of hour " + i, "ref-" + i, "-" + i % 997 + "." + i % 10, "-" + i))
                .iterator();
    }
}
