package dev.tallystick.server.folder;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.server.http.ApiKeyText;
import dev.tallystick.server.journal.DurableFile;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneStoppedException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives an empty folder its tenant, operator password and keys. Each step is durable before the next begins, and each is
 * passed over when it has been done, so a start after a crash anywhere finishes what the first one began, with the same
 * secrets.
 *
 * <pre>
 *   format: unfinished -> secrets kept -> tenant and key on each plane -> (server listens) -> first-run.json -> format: done
 * </pre>
 */
final class FirstStart {
    /** Where the secrets stand until the server has an address to go with them. */
    static final String KEPT = "first-run.unfinished";

    private static final System.Logger LOG = System.getLogger(FirstStart.class.getName());
    private static final String TENANT_NAME = "main";
    private static final String KEY_NAME = "first key";

    /** The points a crash can fall between. */
    enum Step {
        SECRETS_KEPT,
        TENANT_OPENED,
        KEY_CREATED,
        FIRST_RUN_WRITTEN,
        FORMAT_DONE,
        SECRETS_DROPPED
    }

    private final Path folder;
    private final Consumer<Step> passed;

    /** {@code passed} hears of each finished step; what it throws stands for a crash there. */
    FirstStart(Path folder, Consumer<Step> passed) {
        this.folder = folder;
        this.passed = passed;
    }

    /** Opens tenant and keys on the planes as far as that is not done yet. */
    FirstRun prepare(Map<PlaneName, ? extends Plane> planes, SecureRandom random) throws IOException {
        Path file = folder.resolve(KEPT);
        FirstRun kept = FirstRun.readFile(file);
        if (kept == null) {
            requireNoTenant(planes, file);
            kept = FirstRun.generate(random);
            DurableFile.replace(file, kept.toBytes());
        }
        passed.accept(Step.SECRETS_KEPT);
        for (Plane plane : planes.values()) {
            try {
                prepare(plane, kept, kept.key(plane.name(), file), random);
            } catch (PlaneStoppedException e) {
                throw new FolderException(
                        "The first start in " + folder + " could not be finished. " + plane.stoppedBecause()
                                + " The next start goes on where this one ended.",
                        e);
            }
        }
        return kept;
    }

    /** Secrets come before tenants; a tenant without them means that somebody removed the file. */
    private static void requireNoTenant(Map<PlaneName, ? extends Plane> planes, Path file) {
        for (Plane plane : planes.values()) {
            if (!plane.directory().tenants().isEmpty()) {
                throw new FolderException("The first start of this folder was not finished, and file " + file
                        + " with its secrets is missing. Nothing was recorded yet: delete the folder and start again.");
            }
        }
    }

    private void prepare(Plane plane, FirstRun kept, ApiKeyText key, SecureRandom random) {
        if (plane.directory().tenant(kept.tenantId()) == null) {
            plane.submit(new Command.OpenTenant(
                    kept.tenantId(),
                    TENANT_NAME,
                    Sha256.hash(kept.operatorPassword().getBytes(StandardCharsets.UTF_8))));
        }
        passed.accept(Step.TENANT_OPENED);
        if (plane.directory().byPublicId(key.publicId()) == null) {
            plane.submit(new Command.CreateApiKey(
                    kept.tenantId(),
                    ApiKeyText.newId("key_", random),
                    key.publicId(),
                    KEY_NAME,
                    key.secretHash(),
                    ApiKeyScopes.ALL));
        }
        passed.accept(Step.KEY_CREATED);
    }

    /** Writes {@code first-run.json} with the address and marks the folder as set up. */
    FirstRun finish(FirstRun kept, String url, FolderFormat format) throws IOException {
        FirstRun complete = kept.at(url);
        DurableFile.replace(folder.resolve(FirstRun.FILE), complete.toBytes());
        passed.accept(Step.FIRST_RUN_WRITTEN);
        FormatFile.write(folder, format.done());
        passed.accept(Step.FORMAT_DONE);
        dropSecrets();
        return complete;
    }

    private void dropSecrets() throws IOException {
        DurableFile.delete(folder.resolve(KEPT));
        passed.accept(Step.SECRETS_DROPPED);
    }

    /** For a folder that is set up: removes what a crash may have left, and brings the address up to date. */
    @Nullable
    FirstRun refresh(String url) throws IOException {
        DurableFile.delete(folder.resolve(KEPT));
        FirstRun known;
        try {
            known = FirstRun.read(folder);
        } catch (FolderException e) {
            // People may keep in this file what they like once the first start is over.
            LOG.log(Level.WARNING, e.getMessage());
            return null;
        }
        if (known != null && !known.url().equals(url)) {
            known = known.at(url);
            DurableFile.replace(folder.resolve(FirstRun.FILE), known.toBytes());
        }
        return known;
    }
}
