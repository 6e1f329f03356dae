package dev.tallystick.server.folder;

import dev.tallystick.server.journal.DurableFile;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One data folder, held under its exclusive lock from {@link #open} to {@link #close}.
 *
 * <pre>
 *   DIR/lock                   held by the one process that uses the folder
 *   DIR/format                 version, journal ids, log names and keys, whether the first start was finished
 *   DIR/first-run.json         address and secrets, for people
 *   DIR/webhook-key            seals webhook secrets; made with the first endpoint
 *   DIR/sandbox/journal/       the truth of the sandbox plane
 *   DIR/sandbox/index/         derived from it; may be deleted while no server runs
 *   DIR/sandbox/webhooks/      where deliveries stand, and their log; deleted, they begin again
 *   DIR/sandbox/log/           key and head of its log, and derived files that may be deleted like the index
 *   DIR/production/...         the same for production
 * </pre>
 *
 * For one thread at a time.
 */
public final class DataFolder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DataFolder.class.getName());

    private final Path folder;
    private final FolderLock lock;
    private final SecureRandom random;
    private final @Nullable String logName;
    private final FirstStart firstStart;
    private final Map<PlaneName, JournaledPlane> planes = new EnumMap<>(PlaneName.class);
    private FolderFormat format;
    private @Nullable FirstRun unfinished;

    private DataFolder(
            Path folder,
            FolderLock lock,
            FolderFormat format,
            SecureRandom random,
            @Nullable String logName,
            Consumer<FirstStart.Step> passed) {
        this.folder = folder;
        this.lock = lock;
        this.format = format;
        this.random = random;
        this.logName = logName;
        this.firstStart = new FirstStart(folder, passed);
    }

    /**
     * Locks the folder, and sets it up if it is empty or missing.
     *
     * @param random a cryptographic generator, for ids and secrets
     * @param logName the name of its logs, decided with the first start; null for a random or the present one
     * @throws FolderException it is in use, of a newer format, damaged, or somebody else's, or its logs have another name
     */
    public static DataFolder open(Path folder, SecureRandom random, @Nullable String logName) {
        return open(folder, random, logName, step -> {});
    }

    static DataFolder open(Path folder, SecureRandom random) {
        return open(folder, random, null, step -> {});
    }

    static DataFolder open(Path folder, SecureRandom random, Consumer<FirstStart.Step> passed) {
        return open(folder, random, null, passed);
    }

    static DataFolder open(
            Path folder, SecureRandom random, @Nullable String logName, Consumer<FirstStart.Step> passed) {
        Path place = folder.toAbsolutePath().normalize();
        try {
            DurableFile.createFolder(place);
            FormatFile.requireOurs(place);
            FolderLock lock = FolderLock.take(place);
            try {
                return new DataFolder(
                        place, lock, FormatFile.readOrCreate(place, random, logName), random, logName, passed);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new FolderException(
                    "The data folder " + place + " cannot be used (" + e
                            + "). Check that it is a folder this user may write to and that the disk has room.",
                    e);
        }
    }

    /** Locks a folder that a server has set up, changing nothing else. */
    static DataFolder openExisting(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        if (!Files.exists(place.resolve(FormatFile.NAME))) {
            throw new FolderException("There is no Tallystick data in " + place + ": name the folder with --data.");
        }
        return open(place, new SecureRandom());
    }

    /**
     * Opens both planes, each brought up to its journal; on a first start also gives them their tenant and keys.
     *
     * @return the planes, closed with this folder
     * @throws FolderException a plane cannot be served as it is
     */
    public Map<PlaneName, JournaledPlane> openPlanes(InstantSource clock, PlaneOptions options) {
        try {
            // A folder from before the logs gets them now.
            rewrite(format.named(logName, random));
            for (PlaneName name : PlaneName.values()) {
                planes.put(name, planeFolder(name).open(clock, options, random));
            }
            // From here on a log that is missing is missed.
            rewrite(format.withLogKeys(logKeys()));
        } catch (IOException e) {
            throw notWritable(e);
        }
        if (!format.firstStartDone()) {
            try {
                unfinished = firstStart.prepare(planes, random);
            } catch (IOException e) {
                throw notWritable(e);
            }
        }
        return Collections.unmodifiableMap(planes);
    }

    private void rewrite(FolderFormat changed) throws IOException {
        if (!changed.equals(format)) {
            FormatFile.write(folder, changed);
            format = changed;
        }
    }

    private Map<PlaneName, String> logKeys() {
        Map<PlaneName, String> keys = new EnumMap<>(PlaneName.class);
        for (JournaledPlane plane : planes.values()) {
            PlaneLog log = plane.log();
            if (log != null) {
                keys.put(plane.name(), log.key());
            }
        }
        keys.putAll(format.logKeys());
        return keys;
    }

    PlaneFolder planeFolder(PlaneName name) {
        return new PlaneFolder(
                folder.resolve(name.label()),
                name,
                format.journal(name),
                format.firstStartDone(),
                format.logName() + "/" + name.label(),
                format.logKeys().get(name));
    }

    /**
     * To be called once the server listens: writes {@code first-run.json} on a first start, else brings the address in it
     * up to date.
     *
     * @param url the address
     * @return the secrets if this finished the first start, else null
     */
    public @Nullable FirstRun listening(String url) {
        FirstRun pending = unfinished;
        try {
            if (pending == null) {
                firstStart.refresh(url);
                return null;
            }
            unfinished = null;
            return firstStart.finish(pending, url, format);
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    private FolderException notWritable(IOException e) {
        return new FolderException(
                "The data folder " + folder + " cannot be written (" + e
                        + "). Check its permissions and the disk's room.",
                e);
    }

    /** Where it is: absolute and normalized. */
    public Path path() {
        return folder;
    }

    /** Ends the planes' writers side by side, closes the planes, and gives up the lock. */
    @Override
    public void close() {
        Thread[] closers = planes.values().stream()
                .map(plane -> Thread.ofPlatform()
                        .name("close-" + plane.name().label())
                        .start(() -> close(plane)))
                .toArray(Thread[]::new);
        try {
            for (Thread closer : closers) {
                closer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        planes.clear();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the lock of the data folder was not given up in good order", e);
        }
    }

    private static void close(JournaledPlane plane) {
        try {
            plane.close();
        } catch (RuntimeException e) {
            // Everything acknowledged is durable already; what is missing in the index is replayed at the next start.
            LOG.log(Level.WARNING, "the " + plane.name().label() + " plane was not closed in good order", e);
        }
    }
}
