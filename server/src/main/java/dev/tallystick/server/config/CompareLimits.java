package dev.tallystick.server.config;

/**
 * Bounds on comparisons record by record. Sizes in bytes.
 *
 * @param jsonRows rows of a side in a JSON body; more come by upload
 * @param uploadRows rows in one upload
 * @param recordedRows records in the scope, as each of them is read
 * @param uploadBytes an upload's body; 1,000,000 rows of 268 bytes
 * @param lineBytes one line of an upload; a reference of 255 characters needs at most some 1,600
 * @param uploadMillis longest time for an upload, however steadily it comes
 * @param stepBytes so much must come within the time limit of any other request: some 17 KB/s
 * @param uploads uploads that may be coming in at a time: each may fill {@code uploadBytes} of the temporary folder
 * @param tenantUploads the part of them one tenant may have, so that no tenant can lock out another
 * @param atOnce comparisons of many records at a time: each keeps a core busy for seconds
 * @param waitMillis how long one waits for its turn
 * @param fewRecords records in the scope up to which a comparison needs no turn
 * @param heapBytes memory one of them takes at most, apart from one partition of its rows
 */
public record CompareLimits(
        int jsonRows,
        int uploadRows,
        long recordedRows,
        long uploadBytes,
        int lineBytes,
        long uploadMillis,
        long stepBytes,
        int uploads,
        int tenantUploads,
        int atOnce,
        long waitMillis,
        long fewRecords,
        int heapBytes) {
    /** What the server uses. */
    public static final CompareLimits DEFAULT = new CompareLimits(
            10_000,
            1_000_000,
            1_000_000,
            256L << 20,
            8 << 10,
            15 * 60_000L,
            1 << 20,
            8,
            2,
            2,
            20_000,
            20_000,
            16 << 20);

    /** The same with another number of rows in an upload. */
    public CompareLimits withUploadRows(int rows) {
        return new CompareLimits(
                jsonRows,
                rows,
                recordedRows,
                uploadBytes,
                lineBytes,
                uploadMillis,
                stepBytes,
                uploads,
                tenantUploads,
                atOnce,
                waitMillis,
                fewRecords,
                heapBytes);
    }
}
