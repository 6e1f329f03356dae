package dev.tallystick.server.index;

import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.proof.bytes.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of the index, on the heap, until they are written to disk in sorted files. The writer adds;
 * any thread reads. When full it is frozen (nothing is added any more) and replaced by an empty one.
 */
final class Generation {
    /** Row numbers fit the 20 bits that {@link SortedRows} packs beside a key. */
    static final int MAX_ROWS = 1 << 20;

    private static final int INITIAL_ROWS = 1 << 10;

    /** Parallel columns, one row for each delta; replaced as a whole when they grow. */
    static final class Columns {
        final int[] account;
        final long[] sequence;
        final long[] event;
        final long[] reference;
        final long[] proof;

        Columns(int rows) {
            account = new int[rows];
            sequence = new long[rows];
            event = new long[rows];
            reference = new long[rows];
            proof = new long[rows];
        }

        private Columns(Columns old, int rows) {
            account = Arrays.copyOf(old.account, rows);
            sequence = Arrays.copyOf(old.sequence, rows);
            event = Arrays.copyOf(old.event, rows);
            reference = Arrays.copyOf(old.reference, rows);
            proof = Arrays.copyOf(old.proof, rows);
        }

        Columns resized(int rows) {
            return new Columns(this, rows);
        }
    }

    /** A row without a reference, or without a proof hash to look for; no hash is ever {@linkplain #hash kept} as it. */
    static final long NONE = 0;

    /** The 64-bit hash as it is kept: any, but for {@link #NONE}. */
    static long hash(long prefix) {
        return prefix == NONE ? 1 : prefix;
    }

    private volatile Columns columns;
    private int rows;
    private final HashSlots bySequence;
    private final HashSlots byReference;
    private final HashSlots byProof;

    private final Map<Integer, List<DayClose>> closedDays = new ConcurrentHashMap<>();
    private final Map<Hash, Long> requests = new ConcurrentHashMap<>();
    private final NewAccounts newAccounts = new NewAccounts();
    private final List<Account> changedAccounts = new ArrayList<>();
    private final List<Long> controlEvents = new ArrayList<>();
    private final ConcurrentSkipListMap<byte[], byte[]> wholeRows =
            new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

    Generation() {
        this(INITIAL_ROWS);
    }

    /** One with room for so many rows from the start; it grows beyond them. */
    Generation(int roomForRows) {
        columns = new Columns(Math.max(INITIAL_ROWS, roomForRows));
        int slots = Integer.highestOneBit(Math.max(INITIAL_ROWS, roomForRows)) * 4;
        bySequence = new HashSlots(slots);
        byReference = new HashSlots(slots);
        byProof = new HashSlots(slots);
    }

    int rows() {
        return rows;
    }

    /** Everything that takes room on the heap. */
    int entries() {
        return rows + requests.size() + controlEvents.size() + wholeRows.size();
    }

    boolean isEmpty() {
        return entries() == 0;
    }

    void add(int account, long sequence, long event, long reference, long proof) {
        Columns current = columns;
        int row = rows;
        if (row == current.account.length) {
            current = current.resized(row * 2);
            columns = current;
        }
        current.account[row] = account;
        current.sequence[row] = sequence;
        current.event[row] = event;
        current.reference[row] = reference;
        current.proof[row] = proof;
        rows = row + 1;
        bySequence.add(sequenceHash(account, sequence), row);
        byProof.add(proof, row);
        if (reference != NONE) {
            byReference.add(reference, row);
        }
    }

    /** The event number of an account's record, or -1. */
    long eventBySequence(int account, long sequence) {
        int row = bySequence.find(sequenceHash(account, sequence), candidate -> {
            Columns current = columns;
            return current.account[candidate] == account && current.sequence[candidate] == sequence;
        });
        return row < 0 ? -1 : columns.event[row];
    }

    /** The first event under this reference hash that {@code confirmed} accepts, or -1. */
    long eventByReference(long hash, LongPredicate confirmed) {
        int row = byReference.find(hash, candidate -> {
            Columns current = columns;
            return current.reference[candidate] == hash && confirmed.test(current.event[candidate]);
        });
        return row < 0 ? -1 : columns.event[row];
    }

    /** The first event whose proof hash begins with this prefix and that {@code confirmed} accepts, or -1. */
    long eventByProof(long prefix, LongPredicate confirmed) {
        int row = byProof.find(prefix, candidate -> {
            Columns current = columns;
            return current.proof[candidate] == prefix && confirmed.test(current.event[candidate]);
        });
        return row < 0 ? -1 : columns.event[row];
    }

    void closeDay(int account, DayClose close) {
        List<DayClose> before = closedDays.getOrDefault(account, List.of());
        List<DayClose> after = new ArrayList<>(before.size() + 1);
        after.addAll(before);
        after.add(close);
        closedDays.put(account, List.copyOf(after));
    }

    /** Days that closed for the account while this generation was filled, in order. */
    List<DayClose> closedDays(int account) {
        return closedDays.getOrDefault(account, List.of());
    }

    void answered(Hash requestKey, long event) {
        requests.put(requestKey, event);
    }

    @Nullable
    Long answered(Hash requestKey) {
        return requests.get(requestKey);
    }

    Map<Hash, Long> requests() {
        return requests;
    }

    void control(long event) {
        controlEvents.add(event);
    }

    List<Long> controlEvents() {
        return controlEvents;
    }

    /** Rows of {@link LayeredRows}. */
    ConcurrentSkipListMap<byte[], byte[]> wholeRows() {
        return wholeRows;
    }

    void changed(Account account) {
        changedAccounts.add(account);
    }

    List<Account> changedAccounts() {
        return changedAccounts;
    }

    void opened(Account account) {
        newAccounts.add(account.key());
    }

    NewAccounts newAccounts() {
        return newAccounts;
    }

    Columns columns() {
        return columns;
    }

    private static long sequenceHash(int account, long sequence) {
        return ((long) account << 40) ^ sequence;
    }
}
