package dev.tallystick.server.folder;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.ledger.event.Event.TenantOpened;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.server.http.ApiKeyText;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * The tenants of a data folder whose server is stopped. There is no route for them: who may open a tenant is whoever may
 * read the folder, so no password of one tenant ever reaches another. Stateless.
 */
public final class Tenants {
    private static final String KEY_NAME = "first key";

    private Tenants() {}

    /**
     * A tenant that was opened on both planes, with its secrets, which stand nowhere else.
     *
     * @param sandboxApiKey a first key with both scopes
     */
    public record Opened(
            String tenantId, String name, String sandboxApiKey, String productionApiKey, String operatorPassword) {}

    /**
     * Opens a tenant. If the machine stops midway the tenant may be there on one plane only, with secrets nobody knows:
     * it does no harm, and opening another one is all there is to do.
     *
     * @param name for people, 1 to 100 characters
     * @throws FolderException the folder is in use, missing or cannot be used
     */
    public static Opened open(Path data, String name, InstantSource clock) {
        SecureRandom random = new SecureRandom();
        FirstRun secrets = FirstRun.generate(random);
        return with(data, random, folder -> {
            for (JournaledPlane plane :
                    folder.openPlanes(clock, PlaneOptions.DEFAULT).values()) {
                submit(
                        plane,
                        new Command.OpenTenant(
                                secrets.tenantId(),
                                name,
                                Sha256.hash(secrets.operatorPassword().getBytes(StandardCharsets.UTF_8))));
                ApiKeyText key = ApiKeyText.parse(
                        plane.name() == PlaneName.SANDBOX ? secrets.sandboxApiKey() : secrets.productionApiKey());
                if (key == null) {
                    throw new IllegalStateException("a key that was just made is none");
                }
                submit(
                        plane,
                        new Command.CreateApiKey(
                                secrets.tenantId(),
                                ApiKeyText.newId("key_", random),
                                key.publicId(),
                                KEY_NAME,
                                key.secretHash(),
                                ApiKeyScopes.ALL));
            }
            return new Opened(
                    secrets.tenantId(),
                    name,
                    secrets.sandboxApiKey(),
                    secrets.productionApiKey(),
                    secrets.operatorPassword());
        });
    }

    private static void submit(JournaledPlane plane, Command command) {
        if (plane.submit(command) instanceof Outcome.Refused refused) {
            throw new IllegalStateException(
                    "opening a tenant was refused: " + refused.refusal().message());
        }
    }

    /**
     * The tenants, oldest first.
     *
     * @throws FolderException the folder is in use, missing or cannot be used
     */
    public static List<TenantOpened> list(Path data, InstantSource clock) {
        return with(
                data,
                new SecureRandom(),
                folder -> folder.openPlanes(clock, PlaneOptions.DEFAULT)
                        .values()
                        .iterator()
                        .next()
                        .directory()
                        .tenants());
    }

    private static <T> T with(Path data, SecureRandom random, Function<DataFolder, T> work) {
        if (!Files.exists(data.resolve(FormatFile.NAME))) {
            throw new FolderException(
                    "There is no data folder at " + data + ". Start the server once with './tallystick"
                            + " serve --data " + data + "', stop it, and try again.");
        }
        try (DataFolder folder = DataFolder.open(data, random)) {
            return work.apply(folder);
        }
    }
}
