package dev.tallystick.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.FileJournal;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.JournalId;
import dev.tallystick.server.journal.JournalOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A plane in a folder, with a clock to be set and a journal to be broken; can be closed and opened again. */
final class PlaneFolder implements AutoCloseable {
    static final String TENANT = "ten_aaaaaaaaaaaa";
    static final PlaneOptions SMALL = new PlaneOptions(1_000, 1_000, 5);

    private final Path folder;
    private final PlaneOptions options;
    private final Random salts = new Random(5);
    final AtomicLong clock =
            new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    final AtomicLong clockReadings = new AtomicLong();
    private volatile Runnable whenClockIsRead = () -> {};
    BreakableJournal journal;
    JournaledPlane plane;

    PlaneFolder(Path folder, PlaneOptions options) {
        this.folder = folder;
        this.options = options;
        open();
        plane.submit(new Command.OpenTenant(TENANT, "Acme", Hash.ZERO));
    }

    Path index() {
        return folder.resolve("index");
    }

    void open() {
        journal = new BreakableJournal(openJournal());
        Directory directory = new Directory();
        LedgerIndex index = LedgerIndex.open(
                index(), event -> JournaledPlane.event(journal, event), directory, options.generationRows());
        plane = new JournaledPlane(PlaneName.SANDBOX, journal, index, directory, this::now, salts::nextBytes, options);
    }

    /** Runs on the writer's thread whenever it begins to decide a group; a failure there stops the plane. */
    void whenClockIsRead(Runnable check) {
        whenClockIsRead = check;
    }

    private Instant now() {
        clockReadings.incrementAndGet();
        whenClockIsRead.run();
        return Instant.ofEpochMilli(clock.get());
    }

    FileJournal openJournal() {
        return FileJournal.open(
                folder.resolve("journal"), JournalOptions.defaults(new JournalId(1, 2)), JournalFiles.real());
    }

    void reopen() {
        plane.close();
        open();
    }

    static DeltaRequest delta(String customer, String amount, String reference) {
        DeltaItem item = new DeltaItem(customer, Amount.parse(amount), "usage", reference, null, null, null);
        return new DeltaRequest.Valid(item, ContentHash.of(item));
    }

    static Command.RecordDeltas command(List<DeltaRequest> deltas, Idempotency idempotency) {
        return new Command.RecordDeltas(TENANT, deltas, false, idempotency);
    }

    static Command.RecordDeltas one(String customer, String amount, String reference) {
        return command(List.of(delta(customer, amount, reference)), null);
    }

    /** Records one delta and returns what came of it. */
    DeltaResult record(String customer, String amount, String reference) {
        return ((Outcome.Deltas) plane.submit(one(customer, amount, reference)))
                .results()
                .getFirst();
    }

    List<StoredDelta> records(String customer) {
        AccountHead head = plane.reader().account(new AccountKey(TENANT, customer));
        return head == null ? List.of() : plane.reader().records(head, 1, head.sequence());
    }

    /** The customer has exactly these deltas, once each, numbered from 1, chained, with the right running balance. */
    void assertHas(String customer, List<String> amounts) {
        List<StoredDelta> records = records(customer);
        assertThat(records.stream().map(record -> record.delta().item().delta()))
                .containsExactlyElementsOf(amounts.stream().map(Amount::parse).toList());
        Amount balance = Amount.ZERO;
        Hash previous = Hash.ZERO;
        for (int i = 0; i < records.size(); i++) {
            balance = balance.plus(Amount.parse(amounts.get(i)));
            assertThat(records.get(i).delta().sequence()).isEqualTo(i + 1);
            assertThat(records.get(i).delta().balance()).isEqualTo(balance);
            assertThat(records.get(i).delta().previousProofHash()).isEqualTo(previous);
            previous = records.get(i).delta().proofHash();
        }
    }

    @Override
    public void close() {
        plane.close();
    }
}
