package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.read.TenantTotals;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The right answers, found by going through all events; and the question whether an index gives them. */
final class NaiveIndex {
    private static final long DAY = 86_400_000L;

    private final List<Event> events;
    private final List<StoredDelta> deltas = new ArrayList<>();
    private final Map<AccountKey, List<StoredDelta>> accounts = new LinkedHashMap<>();

    NaiveIndex(List<Event> events) {
        this.events = events;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof DeltaRecorded delta) {
                StoredDelta stored = new StoredDelta(i, delta);
                deltas.add(stored);
                accounts.computeIfAbsent(delta.account(), key -> new ArrayList<>())
                        .add(stored);
            }
        }
    }

    private static Position sum(List<StoredDelta> rows) {
        Amount balance = Amount.ZERO;
        Amount credits = Amount.ZERO;
        for (StoredDelta row : rows) {
            Amount delta = row.delta().item().delta();
            balance = balance.plus(delta);
            credits = delta.signum() > 0 ? credits.plus(delta) : credits;
        }
        return new Position(rows.size(), balance, credits);
    }

    private AccountHead head(AccountKey key) {
        List<StoredDelta> rows = accounts.get(key);
        if (rows == null) {
            return null;
        }
        Position position = sum(rows);
        return new AccountHead(
                List.copyOf(accounts.keySet()).indexOf(key),
                key,
                position.sequence(),
                position.balance(),
                position.credits(),
                rows.getLast().delta().proofHash(),
                rows.getFirst().delta().recordedAt(),
                rows.getLast().delta().recordedAt(),
                rows.getLast().event());
    }

    /** Asks everything there is to ask. */
    void check(LedgerIndex index) {
        checkAccounts(index);
        checkRecords(index);
        for (String tenant : Recording.TENANTS) {
            checkTenant(index.reader(), tenant);
        }
        checkAnswers(index);
        new NaiveCheckpoints(events, accounts).check(index);
    }

    private void checkAccounts(LedgerIndex index) {
        AccountKey unknown = new AccountKey(Recording.TENANTS.getFirst(), "nobody");
        assertThat(index.reader().account(unknown)).isNull();
        assertThat(index.view().account(unknown)).isNull();
        accounts.forEach((key, rows) -> {
            AccountHead head = head(key);
            assertThat(index.reader().account(key)).isEqualTo(head);
            assertThat(index.view().account(key)).isEqualTo(head);
            assertThat(index.reader().records(head, 1, head.sequence())).isEqualTo(rows);
            checkTimes(index.reader(), head, rows);
        });
    }

    private static void checkTimes(LedgerReader reader, AccountHead head, List<StoredDelta> rows) {
        List<Long> instants = new ArrayList<>(List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE));
        TreeMap<Long, DayClose> days = new TreeMap<>();
        for (StoredDelta row : rows) {
            long at = row.delta().recordedAt();
            long midnight = at - Math.floorMod(at, DAY);
            instants.addAll(List.of(at, at + 1, midnight, midnight + DAY, midnight + DAY / 2));
            days.put(midnight / DAY, new DayClose(midnight / DAY, before(rows, midnight + DAY)));
        }
        for (long instant : instants) {
            assertThat(reader.before(head, instant)).as("before %d", instant).isEqualTo(before(rows, instant));
        }
        assertThat(reader.days(head, 0, 50_000)).containsExactlyElementsOf(days.values());
        long first = days.firstKey();
        long last = days.lastKey();
        assertThat(reader.days(head, first + 1, last - 1))
                .containsExactlyElementsOf(
                        first + 1 > last - 1
                                ? List.of()
                                : days.subMap(first + 1, last).values());
        // A head taken earlier bounds the answers, however much was recorded since.
        StoredDelta middle = rows.get(rows.size() / 2);
        List<StoredDelta> older = rows.subList(0, rows.size() / 2 + 1);
        Position then = sum(older);
        AccountHead earlier = new AccountHead(
                head.number(),
                head.key(),
                then.sequence(),
                then.balance(),
                then.credits(),
                middle.delta().proofHash(),
                head.firstAt(),
                middle.delta().recordedAt(),
                middle.event());
        for (long instant : instants) {
            assertThat(reader.before(earlier, instant)).isEqualTo(before(older, instant));
        }
        assertThat(reader.days(earlier, 0, 50_000).getLast().position()).isEqualTo(then);
    }

    private static Position before(List<StoredDelta> rows, long instant) {
        return sum(
                rows.stream().filter(row -> row.delta().recordedAt() < instant).toList());
    }

    private void checkRecords(LedgerIndex index) {
        for (int event = 0; event < events.size(); event++) {
            for (String tenant : Recording.TENANTS) {
                StoredDelta expected = events.get(event) instanceof DeltaRecorded delta
                                && delta.tenantId().equals(tenant)
                        ? new StoredDelta(event, delta)
                        : null;
                assertThat(index.reader().record(tenant, event)).isEqualTo(expected);
                assertThat(index.view().record(tenant, event)).isEqualTo(expected);
            }
        }
        assertThat(index.reader().record(Recording.TENANTS.getFirst(), events.size()))
                .isNull();
        assertThat(index.reader().record(Recording.TENANTS.getFirst(), -1)).isNull();
        for (StoredDelta stored : deltas) {
            assertThat(index.reader().recordByProofHash(stored.delta().proofHash()))
                    .isEqualTo(stored);
            // The first half of a hash leads to the record, the whole decides.
            byte[] similar = stored.delta().proofHash().toBytes();
            similar[31] ^= 1;
            assertThat(index.reader().recordByProofHash(Hash.of(similar))).isNull();
        }
        for (AccountKey key : accounts.keySet()) {
            for (int i = 0; i < 41; i++) {
                String reference = "ref" + i;
                StoredDelta expected = first(stored -> stored.delta().account().equals(key)
                        && reference.equals(stored.delta().item().referenceId()));
                assertThat(index.reader().recordByReference(key, reference)).isEqualTo(expected);
                assertThat(index.view().recordByReference(new ReferenceKey(key, reference, new ByteSink(64))))
                        .isEqualTo(expected);
            }
        }
    }

    private StoredDelta first(Predicate<StoredDelta> wanted) {
        return deltas.stream().filter(wanted).findFirst().orElse(null);
    }

    private void checkTenant(LedgerReader reader, String tenant) {
        List<AccountHead> heads = accounts.keySet().stream()
                .filter(key -> key.tenantId().equals(tenant))
                .map(this::head)
                .sorted(java.util.Comparator.comparing(head -> head.key().customerId()))
                .toList();
        for (String search : List.of("", "CUST", "kunde.", "3", "nothing")) {
            List<AccountHead> matching = heads.stream()
                    .filter(head ->
                            head.key().customerId().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)))
                    .toList();
            for (int offset = 0; offset <= matching.size(); offset += 3) {
                LedgerReader.AccountPage page = reader.accounts(tenant, search, offset, 3);
                assertThat(page.accounts()).isEqualTo(matching.subList(offset, Math.min(matching.size(), offset + 3)));
                assertThat(page.total()).isEqualTo(matching.size());
            }
        }
        List<StoredDelta> rows = deltas.stream()
                .filter(stored -> stored.delta().tenantId().equals(tenant))
                .toList();
        Position sum = sum(rows);
        assertThat(reader.totals(tenant))
                .isEqualTo(new TenantTotals(
                        heads.size(),
                        rows.size(),
                        sum.credits(),
                        sum.debits(),
                        rows.isEmpty() ? 0 : rows.getFirst().delta().recordedAt(),
                        rows.isEmpty() ? 0 : rows.getLast().delta().recordedAt()));
        YearMonth epoch = YearMonth.of(1970, 1);
        for (YearMonth month = YearMonth.of(2025, 10); month.getYear() < 2028; month = month.plusMonths(1)) {
            YearMonth wanted = month;
            assertThat(reader.deltasInMonth(tenant, (int) epoch.until(month, java.time.temporal.ChronoUnit.MONTHS)))
                    .isEqualTo(rows.stream()
                            .filter(row -> monthOf(row).equals(wanted))
                            .count());
        }
    }

    private static YearMonth monthOf(StoredDelta row) {
        return YearMonth.from(Instant.ofEpochMilli(row.delta().recordedAt()).atOffset(ZoneOffset.UTC));
    }

    private void checkAnswers(LedgerIndex index) {
        for (String tenant : Recording.TENANTS) {
            for (int i = 0; i < 7; i++) {
                String key = "key" + i;
                assertThat(index.view().answered(tenant, key))
                        .isEqualTo(events.stream()
                                .filter(event -> event instanceof RequestAnswered answered
                                        && answered.tenantId().equals(tenant)
                                        && answered.key().equals(key))
                                .findFirst()
                                .orElse(null));
            }
        }
    }
}
