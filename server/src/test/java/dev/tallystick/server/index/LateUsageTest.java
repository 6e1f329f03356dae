package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.Corrections;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.OccurredReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.Adjusts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads by occurrence and of corrections, held against a look at the whole history. */
class LateUsageTest {
    @TempDir
    private Path folder;

    private final Random random = new Random(77);

    @ParameterizedTest
    @CsvSource({"21, 3", "22, 1", "23, 20", "24, 1000"})
    void index_answersLikeTheWholeHistory(long seed, int generationRows) {
        try (Recording recording = new Recording(folder.resolve("index"), seed, generationRows)) {
            for (int step = 0; step < 60; step++) {
                recording.step();
                if (step % 13 == 0) {
                    recording.reopen();
                }
                if (step % 7 == 0) {
                    check(recording);
                }
            }
            check(recording);
            recording.reopen();
            check(recording);
        }
    }

    private void check(Recording recording) {
        Map<AccountKey, List<StoredDelta>> accounts = new LinkedHashMap<>();
        for (int number = 0; number < recording.events().size(); number++) {
            if (recording.events().get(number) instanceof DeltaRecorded delta) {
                accounts.computeIfAbsent(delta.account(), key -> new ArrayList<>())
                        .add(new StoredDelta(number, delta));
            }
        }
        accounts.forEach((key, records) -> check(recording.index().reader(), key, records));
    }

    private void check(IndexReader reader, AccountKey key, List<StoredDelta> records) {
        OccurredReader occurred = reader.occurred();
        AccountHead head = occurred.steady(key, each -> each);
        assertThat(head.sequence()).isEqualTo(records.size());
        long first = Long.MAX_VALUE;
        TreeSet<Long> days = new TreeSet<>();
        for (StoredDelta each : records) {
            first = Math.min(first, time(each));
            days.add(UtcDay.of(time(each)));
        }
        for (int i = 0; i < 6; i++) {
            long start = edge(records, first);
            long end = Math.max(start + 1, edge(records, first));
            assertThat(occurred.before(head, start)).isEqualTo(before(records, start));
            List<StoredDelta> window = records.stream()
                    .filter(each -> time(each) >= start && time(each) < end)
                    .toList();
            int offset = random.nextInt(4);
            int limit = 1 + random.nextInt(4);
            assertThat(occurred.records(head, start, end, offset, limit))
                    .isEqualTo(window.stream().skip(offset).limit(limit).toList());
            assertThat(occurred.records(head, start, end, 0, 1_000)).isEqualTo(window);
        }
        for (DayClose close : occurred.days(head, days.first() - 2, days.last() + 2)) {
            assertThat(close.position()).isEqualTo(before(records, UtcDay.start(close.epochDay() + 1)));
            days.remove(close.epochDay());
        }
        assertThat(days).as("days on which something happened").isEmpty();
        corrections(reader, head, records);
    }

    private static void corrections(IndexReader reader, AccountHead head, List<StoredDelta> records) {
        for (StoredDelta record : records) {
            List<StoredDelta> adjusting = records.stream()
                    .filter(each -> names(each.delta().item().adjusts(), record))
                    .toList();
            Amount net =
                    adjusting.stream().map(each -> each.delta().item().delta()).reduce(Amount.ZERO, Amount::plus);
            List<Long> events =
                    adjusting.stream().map(StoredDelta::event).limit(2).toList();
            assertThat(reader.corrections(head, record.event(), 2))
                    .isEqualTo(new Corrections(adjusting.size(), net, events));
        }
    }

    private static boolean names(Adjusts adjusts, StoredDelta record) {
        return adjusts != null
                && (record.recordId().equals(adjusts.recordId())
                        || (adjusts.referenceId() != null
                                && adjusts.referenceId()
                                        .equals(record.delta().item().referenceId())));
    }

    /** Midnights, the times of records and just beside them. */
    private long edge(List<StoredDelta> records, long first) {
        long time = time(records.get(random.nextInt(records.size())));
        return switch (random.nextInt(5)) {
            case 0 -> UtcDay.start(UtcDay.of(time));
            case 1 -> UtcDay.start(UtcDay.of(time) + 1);
            case 2 -> time;
            case 3 -> time + 1;
            default -> first - 1 + random.nextInt(3);
        };
    }

    private static long time(StoredDelta stored) {
        Instant occurredAt = stored.delta().item().occurredAt();
        return occurredAt == null ? stored.delta().recordedAt() : occurredAt.toEpochMilli();
    }

    private static Position before(List<StoredDelta> records, long instant) {
        long count = 0;
        Amount sum = Amount.ZERO;
        Amount credits = Amount.ZERO;
        for (StoredDelta each : records) {
            if (time(each) < instant) {
                Amount delta = each.delta().item().delta();
                count++;
                sum = sum.plus(delta);
                credits = delta.signum() > 0 ? credits.plus(delta) : credits;
            }
        }
        return new Position(count, sum, credits);
    }
}
