package dev.tallystick.server.index;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.TenantTotals;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.server.index.hashes.Draft;
import dev.tallystick.server.index.hashes.HashKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A full generation with everything that belongs to the same position of the journal, to be written as sorted files.
 * Immutable, but for the generation's own structures, which nobody changes any more.
 */
final class Frozen {
    private final Generation generation;
    private final long generationNumber;
    private final IndexValues.Meta meta;
    private final List<AccountHead> heads;
    private final MonthRanges.Snapshot ranges;
    private final Map<String, TenantTotals> totals = new TreeMap<>();
    private final Map<String, Map<Integer, Long>> months = new HashMap<>();

    /** Called by the writer, at the end of a group. */
    Frozen(
            Generation generation,
            long generationNumber,
            IndexValues.Meta meta,
            Map<String, TenantCounters> tenants,
            MonthRanges.Snapshot ranges) {
        this.generation = generation;
        this.generationNumber = generationNumber;
        this.meta = meta;
        this.ranges = ranges;
        this.heads = new ArrayList<>(generation.changedAccounts().size());
        for (Account account : generation.changedAccounts()) {
            AccountHead head = account.head();
            if (head != null) {
                heads.add(head);
            }
        }
        tenants.forEach((tenantId, counters) -> {
            totals.put(tenantId, counters.totals());
            months.put(tenantId, new TreeMap<>(counters.months()));
        });
    }

    Generation generation() {
        return generation;
    }

    long generationNumber() {
        return generationNumber;
    }

    /** Adds a run of each kind of hash. */
    void writeHashes(Draft draft) throws IOException {
        write(draft, HashKind.REFERENCE, generation.columns().reference);
        write(draft, HashKind.PROOF, generation.columns().proof);
    }

    private void write(Draft draft, HashKind kind, long[] hashes) throws IOException {
        long[] events = generation.columns().event;
        int[] order = SortedRows.byHash(hashes, generation.rows(), Generation.NONE);
        draft.write(kind, order.length, entries -> {
            for (int row : order) {
                entries.take(hashes[row], events[row]);
            }
        });
    }

    /**
     * Writes every row in key order: the order of the tags, then that of the fields. The ranges are drained by now.
     *
     * @param runs the list of runs that hold the generation's hashes
     */
    void writeTo(SortedFile file, byte[] runs) {
        ByteSink value = new ByteSink(128);
        writeHeads(file, value);
        writeDays(file, value);
        file.put(IndexKeys.runs(), runs);
        generation.requests().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Hash::toString)))
                .forEach(entry ->
                        file.put(IndexKeys.request(entry.getKey().toBytes()), IndexValues.number(entry.getValue())));
        file.put(IndexKeys.meta(), IndexValues.meta(meta));
        totals.forEach((tenantId, each) -> file.put(IndexKeys.tenant(tenantId), IndexValues.totals(each)));
        RecordRows.write(
                file, SortedRows.byAccount(generation.columns().account, generation.rows()), generation.columns());
        totals.keySet()
                .forEach(tenantId -> months.getOrDefault(tenantId, Map.of())
                        .forEach((month, count) ->
                                file.put(IndexKeys.usage(tenantId, month), IndexValues.number(count))));
        generation.controlEvents().forEach(event -> file.put(IndexKeys.control(event), new byte[0]));
        ranges.rows().forEach(row -> file.put(row.getKey(), row.getValue()));
        generation.wholeRows().forEach(file::put);
    }

    private void writeHeads(SortedFile file, ByteSink value) {
        heads.sort(Comparator.comparing(AccountHead::key, AccountOrder.BY_KEY));
        for (AccountHead head : heads) {
            value.reset();
            IndexValues.head(head, value);
            file.put(IndexKeys.account(head.key()), value);
        }
    }

    private void writeDays(SortedFile file, ByteSink value) {
        heads.sort(Comparator.comparingInt(AccountHead::number));
        for (AccountHead head : heads) {
            for (DayClose close : generation.closedDays(head.number())) {
                writeDay(file, value, head.number(), close);
            }
            writeDay(file, value, head.number(), new DayClose(UtcDay.of(head.lastAt()), head.position()));
        }
    }

    private static void writeDay(SortedFile file, ByteSink value, int account, DayClose close) {
        value.reset();
        IndexValues.position(close.position(), value);
        file.put(IndexKeys.day(account, close.epochDay()), value);
    }
}
