package dev.tallystick.cli.verify;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TileException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Fetches a log's files over HTTP. Safe for use by several threads. */
final class LogClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration REPLY = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final String prefix;

    /** {@code prefix} is the address below which the log's paths are, without a slash at its end. */
    LogClient(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Fetches a file of the log.
     *
     * @throws TileException if the log does not have it
     * @throws CommandFailure if there is no such server, or it answers something else
     */
    byte[] get(String path) {
        String address = prefix + "/" + path;
        HttpResponse<byte[]> reply;
        try {
            reply = client.send(
                    HttpRequest.newBuilder(URI.create(address)).timeout(REPLY).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw CommandFailure.surroundings("No answer from " + address + " (" + IoWords.of(e) + ").", e);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("'" + address + "' is no address: " + e.getMessage() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.surroundings("Interrupted.", e);
        }
        if (reply.statusCode() == NOT_FOUND) {
            throw new TileException("The server does not have " + address + ".");
        }
        if (reply.statusCode() != OK) {
            throw CommandFailure.surroundings(address + " answers " + reply.statusCode() + ".", null);
        }
        return reply.body();
    }

    byte[] hashes(Tile tile) {
        return get(tile.path());
    }
}
