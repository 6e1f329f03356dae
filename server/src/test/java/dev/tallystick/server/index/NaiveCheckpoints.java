package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.CheckpointReader;
import dev.tallystick.ledger.read.CheckpointReader.CheckpointFilter;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The right answers about checkpoints, found by going through all events. */
final class NaiveCheckpoints {
    private final List<StoredCheckpoint> newestFirst = new ArrayList<>();
    private final Map<AccountKey, List<StoredDelta>> accounts;

    NaiveCheckpoints(List<Event> events, Map<AccountKey, List<StoredDelta>> accounts) {
        this.accounts = accounts;
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i) instanceof CheckpointSealed sealed) {
                newestFirst.add(new StoredCheckpoint(i, sealed));
            }
        }
    }

    void check(LedgerIndex index) {
        CheckpointReader reader = index.reader().checkpoints();
        for (StoredCheckpoint each : newestFirst) {
            String tenant = each.sealed().tenantId();
            assertThat(reader.byEvent(tenant, each.event())).isEqualTo(each);
            assertThat(reader.byEvent(
                            Recording.TENANTS.get(tenant.equals(Recording.TENANTS.get(0)) ? 1 : 0), each.event()))
                    .isNull();
            assertThat(reader.byProofRoot(each.statement().proofRoot())).isEqualTo(each);
            assertThat(reader.byScope(each.scope()))
                    .isEqualTo(first(other -> other.scope().equals(each.scope())));
            Chain chain = each.statement().chain();
            assertThat(reader.byItemsRoot(each.sealed().account(), chain.itemsRoot()))
                    .isEqualTo(first(other ->
                            other.sealed().account().equals(each.sealed().account())
                                    && other.statement().chain().itemsRoot().equals(chain.itemsRoot())));
        }
        for (String tenant : Recording.TENANTS) {
            lists(reader, new CheckpointFilter(tenant, null, Long.MIN_VALUE, Long.MAX_VALUE));
        }
        accounts.forEach((key, rows) -> {
            assertThat(reader.latest(key))
                    .isEqualTo(first(each -> each.sealed().account().equals(key)));
            lists(reader, new CheckpointFilter(key.tenantId(), key.customerId(), Long.MIN_VALUE, Long.MAX_VALUE));
            long from = rows.getFirst().delta().recordedAt();
            lists(reader, new CheckpointFilter(key.tenantId(), key.customerId(), from, from + 4_000_000_000L));
            months(index, key, rows);
        });
        assertThat(reader.byEvent(Recording.TENANTS.getFirst(), 0)).isNull();
    }

    private StoredCheckpoint first(Predicate<StoredCheckpoint> wanted) {
        return newestFirst.stream().filter(wanted).findFirst().orElse(null);
    }

    private void lists(CheckpointReader reader, CheckpointFilter filter) {
        List<StoredCheckpoint> matching = newestFirst.stream()
                .filter(each -> each.sealed().tenantId().equals(filter.tenantId()))
                .filter(each -> filter.customerId() == null
                        || filter.customerId().equals(each.sealed().account().customerId()))
                .filter(each -> filter.holds(
                        each.statement().window().start(),
                        each.statement().window().end()))
                .toList();
        for (int offset = 0; offset <= matching.size(); offset += 3) {
            CheckpointReader.CheckpointPage page = reader.list(filter, offset, 3);
            assertThat(page.total()).isEqualTo(matching.size());
            assertThat(page.checkpoints()).isEqualTo(matching.subList(offset, Math.min(matching.size(), offset + 3)));
        }
    }

    private static void months(LedgerIndex index, AccountKey key, List<StoredDelta> rows) {
        AccountHead head = index.reader().account(key);
        TreeSet<Integer> months = new TreeSet<>();
        rows.forEach(row -> months.add(UtcMonth.of(row.delta().recordedAt())));
        months.add(months.getFirst() - 1);
        for (int month : months) {
            CompactRange expected = new CompactRange();
            rows.stream()
                    .filter(row -> UtcMonth.of(row.delta().recordedAt()) == month)
                    .forEach(row -> expected.append(TreeHash.leaf(row.delta().proofHash())));
            CompactRange found = index.reader().checkpoints().monthRange(head, month);
            assertThat(found.sameAs(expected)).as("month %d of %s", month, key).isTrue();
            // A copy: letting it grow changes nothing for the next one who asks.
            found.append(TreeHash.EMPTY_ROOT);
            assertThat(index.reader().checkpoints().monthRange(head, month).sameAs(expected))
                    .isTrue();
        }
    }
}
