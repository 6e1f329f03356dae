package dev.tallystick.server.config;

/**
 * Bounds on receipts.
 *
 * @param pdfRecords records in one PDF; some 250 pages, more than anybody leafs through, made in about two seconds
 * @param fileRecords records in one receipt file; some 50 MB, streamed
 * @param pdfsAtOnce PDFs drawn or waiting for their turn among other heavy work; each takes some megabytes
 * @param pdfWaitMillis how long one more waits before that; with the wait for the turn no longer than a whole request
 */
public record ReceiptLimits(int pdfRecords, int fileRecords, int pdfsAtOnce, long pdfWaitMillis) {
    /** The defaults. */
    public static final ReceiptLimits DEFAULT = new ReceiptLimits(10_000, 100_000, 2, 35_000);
}
