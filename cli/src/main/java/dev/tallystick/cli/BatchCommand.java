package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Records the deltas of a file. */
@Command(
        name = "batch",
        description =
                "Record many deltas: a JSON file with an array of deltas, or {\"deltas\": [...], \"atomic\": true}; - reads standard input.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick batch march.json")
final class BatchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file = "";

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        byte[] content = read();
        // An array alone is what most exports are; the server wants it under a name.
        byte[] body = isArray(content) ? wrapped(content) : content;
        JsonValue data = options.client().post("/api/v1/balance/delta/batch", body);
        Sheet.print(data, options.json());
        boolean failed = data instanceof JsonObject object
                && object.get("totalFailed") instanceof JsonNumber number
                && number.value().signum() > 0;
        return failed ? ExitCode.NO : ExitCode.GOOD;
    }

    private byte[] read() {
        try {
            return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw CommandFailure.usage("The file " + file + " cannot be read: " + IoWords.of(e) + ".");
        }
    }

    private static boolean isArray(byte[] content) {
        for (byte each : content) {
            if (each > ' ') {
                return each == '[';
            }
        }
        return false;
    }

    private static byte[] wrapped(byte[] array) {
        return new ByteSink(array.length + 16)
                .ascii("{\"deltas\":")
                .bytes(array)
                .u8('}')
                .toBytes();
    }
}
