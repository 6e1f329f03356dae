package dev.tallystick.simulator.crash;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.simulator.load.HttpConnection;
import dev.tallystick.simulator.load.HttpReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the loop asks of a server, with replies read strictly. For one thread. */
final class Api implements AutoCloseable {
    private static final int PAGE = 1_000;

    private final HttpConnection connection;

    Api(int port, String apiKey) throws IOException {
        connection = new HttpConnection(port, apiKey);
    }

    /**
     * Sends a request; a 201 acknowledges it.
     *
     * @throws IOException the connection broke or the server was not ready: whether it is stored is unknown
     */
    HttpReply send(Request request) throws IOException {
        HttpReply reply = connection.post(request.path(), request.headers(), request.body());
        if (reply.status() == 503 || reply.status() == 202) {
            throw new IOException("not ready: " + reply.status());
        }
        return reply;
    }

    /** The records in a 201 to a request, in the order of its items. */
    static List<Row> rows(Request request, HttpReply reply) {
        JsonObject data = data(201, reply);
        if (request.single()) {
            return List.of(Row.of(data));
        }
        List<Row> rows = rows(data, "results");
        if (rows.size() != request.items().size()) {
            throw new Mismatch(request.items().size() + " results", String.valueOf(rows.size()));
        }
        return rows;
    }

    /** All records of a customer, oldest first; none if it is unknown. */
    List<Row> history(String customerId) throws IOException {
        List<Row> all = new ArrayList<>();
        while (true) {
            HttpReply reply =
                    connection.get("/api/v1/balance/derive/" + customerId + "?limit=" + PAGE + "&offset=" + all.size());
            if (reply.status() == 404 && all.isEmpty()) {
                return all;
            }
            List<Row> page = rows(data(200, reply), "deltas");
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
        }
    }

    /** The log's newest signed head. */
    SignedHead head() throws IOException {
        return SignedHead.parse(log("checkpoint"));
    }

    /** The log's newest key. */
    VerifierKey logKey() throws IOException {
        return VerifierKey.parse(new String(log("key"), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse(""));
    }

    /** A tile of the log, for roots and proofs. */
    byte[] tile(Tile tile) {
        try {
            return log(tile.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] log(String path) throws IOException {
        HttpReply reply = connection.get("/log/sandbox/" + path);
        if (reply.status() != 200) {
            throw new Mismatch("status 200 to " + path, reply.status() + "");
        }
        return reply.body();
    }

    Row status(String recordId) throws IOException {
        return Row.of(data(200, connection.get("/api/v1/balance/delta/" + recordId)));
    }

    boolean contiguous(String customerId) throws IOException {
        return data(200, connection.get("/api/v1/balance/gaps/" + customerId)).get("contiguous")
                        instanceof JsonBoolean flag
                && flag.value();
    }

    private static List<Row> rows(JsonObject data, String name) {
        List<Row> rows = new ArrayList<>();
        if (data.get(name) instanceof JsonArray array) {
            for (JsonValue value : array.values()) {
                if (value instanceof JsonObject object) {
                    rows.add(Row.of(object));
                }
            }
        }
        return rows;
    }

    private static JsonObject data(int status, HttpReply reply) {
        if (reply.status() == status
                && JsonReader.parse(reply.body()) instanceof JsonObject body
                && body.get("data") instanceof JsonObject data) {
            return data;
        }
        throw new Mismatch("status " + status, reply.status() + " " + new String(reply.body(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
