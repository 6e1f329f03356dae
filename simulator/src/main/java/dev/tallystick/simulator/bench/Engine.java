package dev.tallystick.simulator.bench;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.AllowedCall;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.FileJournal;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.JournalId;
import dev.tallystick.server.journal.JournalOptions;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.sequencer.JournalEvents;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A plane without HTTP: journal and index in a folder on the real disk, with one tenant. */
final class Engine implements AutoCloseable {
    static final String TENANT = "ten_bench";

    private final Path folder;
    private final JournaledPlane plane;

    private Engine(Path folder, JournaledPlane plane) {
        this.folder = folder;
        this.plane = plane;
    }

    /** Opens the plane in the folder, without a log, and replays what its index lacks; a new one gets its tenant. */
    static Engine open(Path folder) {
        return open(folder, false);
    }

    /** The same with the plane's signed log. */
    static Engine openLogged(Path folder) {
        return open(folder, true);
    }

    @AllowedCall("what is measured takes the time from the real clock, as the server does")
    private static Engine open(Path folder, boolean logged) {
        FileJournal journal = FileJournal.open(
                folder.resolve("journal"), JournalOptions.defaults(new JournalId(1, 2)), JournalFiles.real());
        Directory directory = new Directory();
        LedgerIndex index = LedgerIndex.open(
                folder.resolve("index"), new JournalEvents(journal), directory, PlaneOptions.DEFAULT.generationRows());
        JournaledPlane plane = new JournaledPlane(
                PlaneName.SANDBOX,
                journal,
                index,
                directory,
                InstantSource.system(),
                JournaledPlane.platformEntropy(),
                PlaneOptions.DEFAULT,
                logged ? log(folder, journal) : null);
        Engine engine = new Engine(folder, plane);
        if (directory.tenant(TENANT) == null) {
            engine.submit(new Command.OpenTenant(TENANT, "Bench", Hash.ZERO));
        }
        return engine;
    }

    @AllowedCall("as above")
    private static PlaneLog log(Path folder, FileJournal journal) {
        Path place = folder.resolve("log");
        PlaneLog.Place log =
                new PlaneLog.Place(place, "bench.example/sandbox", null, new SecureRandom(), InstantSource.system());
        return PlaneLog.open(log, journal);
    }

    /** The log of an engine opened with one. */
    PlaneLog log() {
        return Objects.requireNonNull(plane.log());
    }

    JournaledPlane plane() {
        return plane;
    }

    /** Submits a command that must be carried out. */
    Outcome submit(Command command) {
        Outcome outcome = plane.submit(command);
        if (outcome instanceof Outcome.Refused refused) {
            throw new IllegalStateException("the engine refused what it should store: "
                    + refused.refusal().message());
        }
        return outcome;
    }

    void record(List<Command.DeltaRequest> deltas) {
        submit(new Command.RecordDeltas(TENANT, deltas, false, null));
    }

    /** Appends so far, each with one fsync. */
    long groups() {
        return plane.counters().groups();
    }

    /** Bytes in the journal's segments, zeros written ahead included. */
    long journalBytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".journal")) {
                    bytes += Files.size(file);
                }
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        plane.close();
    }
}
