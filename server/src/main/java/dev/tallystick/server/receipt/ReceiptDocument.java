package dev.tallystick.server.receipt;

import dev.tallystick.proof.amount.Amount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a receipt says to people. Holds nothing of the moment it is made at, so that the same receipt is the same document.
 *
 * @param title the heading
 * @param subtitle one sentence below it
 * @param identity what is asked for when somebody wants to check it; stands at the foot of every page
 * @param number any number that stands for the receipt; becomes the document's identifier
 * @param verifyUrl where anybody checks it; drawn as a QR code as well
 * @param facts names and values, in order
 * @param figures amounts, one below the other
 * @param rows the records, or null for a document without any
 * @param proves what follows from a successful check, a sentence each
 * @param doesNotProve what does not
 */
public record ReceiptDocument(
        String title,
        String subtitle,
        String identity,
        long number,
        String verifyUrl,
        List<Fact> facts,
        List<Figure> figures,
        @Nullable Iterable<Row> rows,
        List<String> proves,
        List<String> doesNotProve) {
    /** A value with its name. */
    public record Fact(String name, String value) {}

    /** An amount with its name. */
    public record Figure(String name, Amount amount) {}

    /**
     * A record.
     *
     * @param recordedAt as text, in UTC
     * @param balance the running balance after it
     * @param notes sentences about it, below its reason
     */
    public record Row(
            long sequence,
            String recordedAt,
            String reason,
            @Nullable String referenceId,
            Amount delta,
            Amount balance,
            List<String> notes) {}
}
