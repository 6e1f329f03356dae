package dev.tallystick.server.log;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.ledger.event.EventEntry;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.FileJournal;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.JournalId;
import dev.tallystick.server.journal.JournalOptions;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A plane with its log in a folder; can be closed and opened again. */
final class LoggedPlane implements AutoCloseable {
    static final String TENANT = "ten_aaaaaaaaaaaa";
    static final String ORIGIN = "log.example/sandbox";

    private final Path folder;
    private final Random random = new Random(7);
    final AtomicLong clock = new AtomicLong(1_767_225_600_000L);
    private int references;
    String firstKey;
    FileJournal journal;
    JournaledPlane plane;

    LoggedPlane(Path folder) {
        this.folder = folder;
        open();
        firstKey = log().key();
        plane.submit(new Command.OpenTenant(TENANT, "Acme", Hash.ZERO));
    }

    Path logFolder() {
        return folder.resolve("log");
    }

    Path journalFolder() {
        return folder.resolve("journal");
    }

    PlaneLog log() {
        return plane.log();
    }

    void open() {
        journal = FileJournal.open(journalFolder(), JournalOptions.defaults(new JournalId(1, 2)), JournalFiles.real());
        PlaneLog log;
        try {
            log = PlaneLog.open(
                    new PlaneLog.Place(logFolder(), ORIGIN, firstKey, random, () -> Instant.ofEpochMilli(clock.get())),
                    journal);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
        Directory directory = new Directory();
        LedgerIndex index = LedgerIndex.open(
                folder.resolve("index"), event -> JournaledPlane.event(journal, event), directory, 100_000);
        try {
            plane = new JournaledPlane(
                    PlaneName.SANDBOX,
                    journal,
                    index,
                    directory,
                    () -> Instant.ofEpochMilli(clock.get()),
                    random::nextBytes,
                    PlaneOptions.DEFAULT,
                    log);
        } catch (RuntimeException e) {
            index.close();
            log.close();
            journal.close();
            throw e;
        }
    }

    /** Records so many deltas in one batch. */
    Outcome record(int count) {
        List<DeltaRequest> deltas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DeltaItem item =
                    new DeltaItem("cust_1", Amount.parse("-1.5"), "usage", "ref-" + references++, null, null, null);
            deltas.add(new DeltaRequest.Valid(item, ContentHash.of(item)));
        }
        return plane.submit(new Command.RecordDeltas(TENANT, deltas, false, null));
    }

    /** Rotates the log's key as the route does. */
    void rotate() {
        log().rotate(this::recordRotation, () -> plane.directory().logKeyRotations());
    }

    void recordRotation(PlaneLog.Rotation rotation) {
        plane.submit(new Command.RotateLogKey(TENANT, rotation.oldKey(), rotation.newKey(), rotation.signature()));
    }

    /** The entries of the journal's first events, computed one by one. */
    List<byte[]> entries(long count) {
        List<byte[]> entries = new ArrayList<>();
        for (long number = 0; number < count; number++) {
            byte[] bytes = journal.read(number).bytes();
            ByteSink sink = new ByteSink(33);
            EventEntry.append(EventCodec.decode(bytes, 0, bytes.length), bytes, 0, bytes.length, sink);
            entries.add(sink.toBytes());
        }
        return entries;
    }

    /** The root over the journal's first events. */
    Hash root(long size) {
        return TreeHash.root(entries(size).stream().map(TreeHash::leaf).toList());
    }

    @Override
    public void close() {
        plane.close();
    }
}
