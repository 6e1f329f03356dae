package dev.tallystick.server.config;

/**
 * Bounds on receipts.
 *
 * @param pdfRecords records in one PDF; some 250 pages, more than anybody leafs through, made in about two seconds
 * @param fileRecords records in one receipt file; some 50 MB, streamed
 */
public record ReceiptLimits(int pdfRecords, int fileRecords) {
    /** The defaults. */
    public static final ReceiptLimits DEFAULT = new ReceiptLimits(10_000, 100_000);
}
