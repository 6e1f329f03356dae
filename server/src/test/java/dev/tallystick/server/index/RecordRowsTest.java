package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordRowsTest {
    private static final String TENANT = Recording.TENANTS.getFirst();

    /** Customers by turns, some of them seldom, so that an account's events lie together, apart and far apart. */
    private static List<DeltaRequest> deltas(int count) {
        List<DeltaRequest> deltas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String customer = i < 300 ? "hot" : i % 97 == 0 ? "seldom" : "cust" + i % 3;
            DeltaItem item = new DeltaItem(customer, Amount.parse("1"), "usage", null, null, null, null);
            deltas.add(new DeltaRequest.Valid(item, ContentHash.of(item)));
        }
        return deltas;
    }

    /** One event alone in its row, rows that are just full, one more than full, and rows of several generations. */
    @ParameterizedTest
    @CsvSource({"2000, 1000000", "2000, 1", "128, 1000000", "129, 1000000", "256, 1000000", "1, 1"})
    void anyRunOfRecords_isReadFromItsRows(int count, int generationRows, @TempDir Path folder) {
        try (Recording recording = new Recording(folder.resolve("index"), 1, generationRows)) {
            List<DeltaRequest> deltas = deltas(count);
            recording.group(List.of(new Command.RecordDeltas(TENANT, deltas, false, null)));
            recording.group(List.of(new Command.RecordDeltas(TENANT, deltas.subList(0, 1), false, null)));
            recording.index().flush();
            recording.reopen();
            for (String customer : List.of("hot", "seldom", "cust0", "cust1", "cust2")) {
                AccountHead head = recording.index().reader().account(new AccountKey(TENANT, customer));
                if (head != null) {
                    check(recording, head);
                }
            }
        }
    }

    private static void check(Recording recording, AccountHead head) {
        List<StoredDelta> all = recording.index().reader().records(head, 1, head.sequence());
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).delta().sequence()).isEqualTo(i + 1);
            assertThat(all.get(i).delta().item().customerId())
                    .isEqualTo(head.key().customerId());
            assertThat(recording.event(all.get(i).event())).isEqualTo(all.get(i).delta());
        }
        for (long from = 1; from <= head.sequence(); from += 1 + head.sequence() / 40) {
            for (long to : new long[] {from, from + 1, from + 127, from + 128, from + 129, head.sequence()}) {
                long last = Math.min(to, head.sequence());
                assertThat(recording.index().reader().records(head, from, last))
                        .isEqualTo(all.subList((int) from - 1, (int) last));
            }
        }
    }
}
