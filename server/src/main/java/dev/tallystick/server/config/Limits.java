package dev.tallystick.server.config;

/**
 * Every bound on what a client can make the server do or hold. Times are in milliseconds, sizes in bytes.
 *
 * @param requestLineBytes longest request line: method, path and query; far above any real one
 * @param headerBytes all headers of a request together; far above what clients and proxies send
 * @param bodyBytes body of a request, but for a batch; one delta with its 16 KiB of metadata needs far less
 * @param batchBodyBytes body of a batch; 1,000 deltas of 8 KiB each
 * @param bodyHeapBytes memory that all bodies being worked on may take together with what is parsed from them, and large
 *     replies until the client has taken them
 * @param tenantHeapBytes the part of it one tenant may take, so that no tenant can lock out another
 * @param smallReplyBytes replies that take no more are not counted, so that ordinary ones are answered whatever large ones
 *     others leave unread
 * @param jsonDepth nesting of a JSON body; real ones need five
 * @param batchItems deltas in one batch; more gains no speed
 * @param metadataBytes metadata of one delta in canonical JSON, so that it stays a note and not a document
 * @param connections open connections; each costs some 10 KiB of memory and a file descriptor
 * @param addressConnections of them from one address (IPv6: from one /64), so that no address can use all of them up: a
 *     quarter, which leaves room for a test of a thousand clients on one machine; trusted proxies are not bounded
 * @param requestMillis from the first line of a request to the last byte of its reply; a slower client is cut off
 * @param idleMillis how long a connection may stay open between requests
 * @param drainBytes how much of an unwanted body is read and dropped so that the client gets to see the refusal
 * @param drainMillis for how long that is done
 * @param pendingMillis how long a copy of a running request waits for its reply before it is told to come back
 * @param rows rows in one reply
 * @param customerRows customers in one page
 * @param gapRows gaps in one reply
 * @param scopeMonths widest scope
 * @param lastDays widest scope in days, told to clients
 * @param retentionDays how long records are kept, told to clients; 0 means for ever
 * @param occurredAheadMillis how far {@code occurredAt} may lie ahead of the server's clock, for clocks that differ
 * @param sessions operator sessions held at a time
 * @param sessionMillis how long an operator session lasts
 * @param loginBurst password attempts an address may make at once
 * @param loginRefillMillis after how long it may make one more
 * @param loginAddresses addresses whose attempts are counted at a time
 * @param countedCallers API keys, and addresses of each kind, whose requests are counted at a time; some 100 bytes each
 * @param compare bounds on comparisons record by record
 */
public record Limits(
        int requestLineBytes,
        int headerBytes,
        int bodyBytes,
        int batchBodyBytes,
        long bodyHeapBytes,
        long tenantHeapBytes,
        int smallReplyBytes,
        int jsonDepth,
        int batchItems,
        int metadataBytes,
        int connections,
        int addressConnections,
        long requestMillis,
        long idleMillis,
        long drainBytes,
        long drainMillis,
        long pendingMillis,
        int rows,
        int customerRows,
        int gapRows,
        int scopeMonths,
        int lastDays,
        int retentionDays,
        long occurredAheadMillis,
        int sessions,
        long sessionMillis,
        int loginBurst,
        long loginRefillMillis,
        int loginAddresses,
        int countedCallers,
        CompareLimits compare) {
    /**
     * Quarters of {@link #bodyHeapBytes} and {@link #tenantHeapBytes} that large replies may fill: the last is for bodies,
     * so that clients that do not read can never keep a tenant from writing.
     */
    public static final int REPLY_QUARTERS = 3;

    /**
     * Files kept from connections for what is opened while the server runs: journal segments, the index's and the log's
     * files, uploads, webhooks. Many times what they were seen to take; half of all where that is less.
     */
    public static final int RESERVED_FILES = 512;

    /** Connections taken however few files there are, so that the server can at least be asked what is wrong. */
    private static final int CONNECTIONS_MIN = 16;

    /** The defaults, given the most memory the process may use. */
    public static Limits defaults(long heapBytesMax) {
        return defaults(heapBytesMax, HttpSettings.DEFAULT.scopeMonths());
    }

    /** The same with another widest scope. */
    public static Limits defaults(long heapBytesMax, int scopeMonths) {
        long bodies = Math.max(heapBytesMax / 4, 32L << 20);
        return new Limits(
                8 << 10,
                32 << 10,
                1 << 20,
                8 << 20,
                bodies,
                bodies / 2,
                64 << 10,
                32,
                1_000,
                16 << 10,
                10_000,
                2_500,
                60_000,
                75_000,
                16L << 20,
                5_000,
                2_000,
                1_000,
                100,
                1_000,
                scopeMonths,
                scopeMonths * 365 / 12,
                0,
                300_000,
                10_000,
                12 * 3_600_000L,
                10,
                6_000,
                10_000,
                100_000,
                CompareLimits.DEFAULT);
    }

    /** The same with another time for a whole request. */
    public Limits withRequestMillis(long millis) {
        return with(connections, addressConnections, millis);
    }

    /**
     * The same with no more connections than there are files for: one accept without a file ends the listener for good.
     *
     * @param filesMax how many files the process may have open, connections among them
     * @param filesOpen how many it has open before the first connection
     */
    public Limits withinFiles(long filesMax, long filesOpen) {
        long left = filesMax - filesOpen - Math.min(RESERVED_FILES, filesMax / 2);
        return left >= connections ? this : withConnections((int) Math.max(left, CONNECTIONS_MIN));
    }

    /** The same with fewer connections, of which one address may still have a quarter at most. */
    public Limits withConnections(int fewer) {
        return with(fewer, Math.clamp(fewer / 4, 1, addressConnections), requestMillis);
    }

    private Limits with(int connections, int addressConnections, long requestMillis) {
        return new Limits(
                requestLineBytes,
                headerBytes,
                bodyBytes,
                batchBodyBytes,
                bodyHeapBytes,
                tenantHeapBytes,
                smallReplyBytes,
                jsonDepth,
                batchItems,
                metadataBytes,
                connections,
                addressConnections,
                requestMillis,
                idleMillis,
                drainBytes,
                drainMillis,
                pendingMillis,
                rows,
                customerRows,
                gapRows,
                scopeMonths,
                lastDays,
                retentionDays,
                occurredAheadMillis,
                sessions,
                sessionMillis,
                loginBurst,
                loginRefillMillis,
                loginAddresses,
                countedCallers,
                compare);
    }
}
