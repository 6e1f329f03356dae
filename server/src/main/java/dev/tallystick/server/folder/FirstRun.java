package dev.tallystick.server.folder;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.server.http.ApiKeyText;
import dev.tallystick.server.sequencer.PlaneName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What {@code first-run.json} holds: the way in, made by the first start. All of it but the address is secret or leads to
 * secrets; {@link #toString} shows none.
 *
 * @param url where the server listened when it started last
 * @param tenantId the one tenant, the same on both planes
 * @param operatorPassword for the administration
 */
public record FirstRun(
        String url, String tenantId, String sandboxApiKey, String productionApiKey, String operatorPassword) {
    /** The file's name in the data folder. */
    public static final String FILE = "first-run.json";

    /** Characters of a generated password: 196 random bits. */
    private static final int PASSWORD_LENGTH = 33;

    static FirstRun generate(RandomGenerator random) {
        return new FirstRun(
                "",
                ApiKeyText.newId("ten_", random),
                ApiKeyText.generate(PlaneName.SANDBOX, random).fullKey(),
                ApiKeyText.generate(PlaneName.PRODUCTION, random).fullKey(),
                ApiKeyText.newSecret(PASSWORD_LENGTH, random));
    }

    FirstRun at(String address) {
        return new FirstRun(address, tenantId, sandboxApiKey, productionApiKey, operatorPassword);
    }

    /**
     * Reads {@code first-run.json} of a data folder.
     *
     * @return null if the folder has none
     * @throws FolderException it cannot be read or is not what the first start wrote
     */
    public static @Nullable FirstRun read(Path folder) {
        return readFile(folder.resolve(FILE));
    }

    static @Nullable FirstRun readFile(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            if (JsonReader.parse(Files.readAllBytes(file)) instanceof JsonObject object) {
                return new FirstRun(
                        text(object, "url", file),
                        text(object, "tenantId", file),
                        text(object, "sandboxApiKey", file),
                        text(object, "productionApiKey", file),
                        text(object, "operatorPassword", file));
            }
            throw new FolderException("File " + file + " does not hold what the first start wrote there.");
        } catch (JsonException e) {
            throw new FolderException(
                    "File " + file + " does not hold what the first start wrote there: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new FolderException(
                    "File " + file + " cannot be read (" + e + "). Run this as the user who owns it.", e);
        }
    }

    private static String text(JsonObject object, String name, Path file) {
        if (object.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw new FolderException("File " + file + " lacks the text '" + name + "' that the first start wrote there.");
    }

    byte[] toBytes() {
        ByteSink sink = new ByteSink(512);
        new JsonWriter(sink)
                .beginObject()
                .name("url")
                .value(url)
                .name("tenantId")
                .value(tenantId)
                .name("sandboxApiKey")
                .value(sandboxApiKey)
                .name("productionApiKey")
                .value(productionApiKey)
                .name("operatorPassword")
                .value(operatorPassword)
                .endObject();
        return sink.u8('\n').toBytes();
    }

    ApiKeyText key(PlaneName plane, Path file) {
        ApiKeyText key = ApiKeyText.parse(plane == PlaneName.SANDBOX ? sandboxApiKey : productionApiKey);
        if (key == null || key.plane() != plane) {
            throw new FolderException("File " + file + " does not hold a well-formed " + plane.label()
                    + " API key. Nothing is recorded yet: delete the folder and start again.");
        }
        return key;
    }

    /** The tenant only, so that no log line can hold a secret. */
    @Override
    public String toString() {
        return "FirstRun[" + tenantId + "]";
    }
}
