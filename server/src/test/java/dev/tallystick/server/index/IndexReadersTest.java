package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.StoredDelta;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexReadersTest {
    @TempDir
    Path folder;

    /** While generations freeze and move to disk, whatever a head covers must be found. */
    @Test
    void readers_besideTheWriter_seeWholeAccounts() throws InterruptedException, ExecutionException {
        AtomicBoolean done = new AtomicBoolean();
        try (Recording recording = new Recording(folder, 21, 3);
                var threads = Executors.newFixedThreadPool(3)) {
            LedgerReader reader = recording.index().reader();
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> {
                    int seen = 0;
                    do {
                        seen += readAll(reader);
                    } while (!done.get());
                    return seen;
                }));
            }
            try {
                LedgerIndexTest.steps(recording, 150);
            } finally {
                done.set(true);
            }
            for (Future<Integer> each : readers) {
                assertThat(each.get()).isPositive();
            }
        }
    }

    private static int readAll(LedgerReader reader) {
        int seen = 1;
        for (int i = 0; i < 18; i++) {
            String customer = (i < 9 ? "cust_" : "Kunde.") + i % 9;
            AccountHead head = reader.account(new AccountKey(Recording.TENANTS.get(i % 2), customer));
            if (head == null) {
                continue;
            }
            List<StoredDelta> rows = reader.records(head, 1, head.sequence());
            StoredDelta last = rows.getLast();
            assertThat(last.event()).isEqualTo(head.lastEvent());
            assertThat(last.delta().balance()).isEqualTo(head.balance());
            StoredDelta middle = rows.get(rows.size() / 2);
            assertThat(reader.recordByProofHash(middle.delta().proofHash())).isEqualTo(middle);
            String reference = middle.delta().item().referenceId();
            if (reference != null) {
                assertThat(reader.recordByReference(head.key(), reference)).isEqualTo(middle);
            }
            long at = middle.delta().recordedAt();
            Position before = Position.START;
            for (StoredDelta row : rows) {
                if (row.delta().recordedAt() < at) {
                    before = new Position(
                            row.delta().sequence(),
                            row.delta().balance(),
                            row.delta().credits());
                }
            }
            assertThat(reader.before(head, at)).isEqualTo(before);
            assertThat(reader.days(head, 0, 50_000).getLast().position()).isEqualTo(head.position());
            seen++;
        }
        return seen;
    }
}
