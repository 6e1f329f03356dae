package dev.tallystick.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Known events for a journal, and the question whether a journal holds exactly them. */
final class History {
    static final Path FOLDER = Path.of("journal");
    static final JournalId ID = new JournalId(0x0123456789abcdefL, 0x1122334455667788L);
    static final JournalOptions SMALL = new JournalOptions(ID, 4096, 512);

    private History() {}

    /** The bytes of an event, determined by its number: 1 to 300 bytes. */
    static byte[] event(long number) {
        Random random = new Random(number * 31 + 7);
        byte[] bytes = new byte[1 + random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    static FileJournal open(JournalFiles disk) {
        return open(disk, SMALL);
    }

    static FileJournal open(JournalFiles disk, JournalOptions options) {
        return FileJournal.open(FOLDER, options, disk);
    }

    static EventBatch batch(long first, int count) {
        EventBatch batch = new EventBatch();
        for (int i = 0; i < count; i++) {
            batch.sink().bytes(event(first + i));
            batch.endEvent();
        }
        return batch;
    }

    /** Appends batches of these sizes. */
    static void append(Journal journal, int... counts) {
        for (int count : counts) {
            long next = journal.nextEvent();
            journal.append(next, batch(next, count));
        }
    }

    /** Checks that replay and single reads of every event from {@code from} give what was appended. */
    static void check(Journal journal, long from) {
        List<Long> numbers = new ArrayList<>();
        journal.replay(from, (number, buffer, offset, length) -> {
            numbers.add(number);
            assertThat(Arrays.copyOfRange(buffer, offset, offset + length))
                    .as("event %d", number)
                    .isEqualTo(event(number));
        });
        assertThat(numbers).hasSize((int) (journal.nextEvent() - from));
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(from + i);
            assertThat(journal.read(from + i)).isEqualTo(new StoredEvent(from + i, event(from + i)));
        }
        for (int step : new int[] {1, 2, 3, 17}) {
            checkMany(journal, from, step);
        }
    }

    /** Reads every {@code step}th event in one go. */
    private static void checkMany(Journal journal, long from, int step) {
        long[] wanted = LongStream.iterate(from, number -> number < journal.nextEvent(), number -> number + step)
                .toArray();
        List<Long> numbers = new ArrayList<>();
        journal.readAll(wanted, (number, buffer, offset, length) -> {
            numbers.add(number);
            assertThat(Arrays.copyOfRange(buffer, offset, offset + length))
                    .as("event %d", number)
                    .isEqualTo(event(number));
        });
        assertThat(numbers)
                .containsExactlyElementsOf(Arrays.stream(wanted).boxed().toList());
    }

    static void check(Journal journal) {
        check(journal, 0);
    }
}
