package dev.tallystick.server.config;

/**
 * Bounds on receipts and on what is asked without a key.
 *
 * @param pdfRecords records in one PDF; some 250 pages, more than anybody leafs through, made in about two seconds
 * @param fileRecords records in one receipt file; some 80 MB, streamed
 * @param publicBurst questions an address may ask at once without a key
 * @param publicRefillMillis after how long it may ask one more
 * @param publicAddresses addresses whose questions are counted at a time
 */
public record ReceiptLimits(
        int pdfRecords, int fileRecords, int publicBurst, long publicRefillMillis, int publicAddresses) {
    /** The defaults. */
    public static final ReceiptLimits DEFAULT = new ReceiptLimits(10_000, 100_000, 120, 500, 10_000);
}
