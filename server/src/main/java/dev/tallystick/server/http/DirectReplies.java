package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.ByteSink;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/**
 * Replies to requests that are so malformed that they never get to a route. What the web server calls its own error here
 * is a request that broke off or could not be read, so nothing is answered with a 500. Thread-safe.
 */
final class DirectReplies implements DirectHandler {
    private final RequestIds requestIds;

    private DirectReplies(RequestIds requestIds) {
        this.requestIds = requestIds;
    }

    static DirectHandlers handlers(RequestIds requestIds) {
        DirectHandlers.Builder builder = DirectHandlers.builder();
        DirectReplies replies = new DirectReplies(requestIds);
        for (EventType type : EventType.values()) {
            builder.addHandler(type, replies);
        }
        return builder.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        Problem problem = problem(status.code());
        String requestId = requestIds.next();
        ByteSink body = ProblemBody.envelope(problem, requestId);
        ServerResponseHeaders ours = ServerResponseHeaders.create();
        ours.set(Front.REQUEST_ID, requestId);
        ours.set(Reply.JSON);
        if (problem.retryAfterSeconds() > 0) {
            ours.set(HeaderNames.RETRY_AFTER, Integer.toString(problem.retryAfterSeconds()));
        }
        return TransportResponse.builder()
                .status(Statuses.of(problem.status()))
                .headers(ours)
                .entity(body.toBytes())
                .keepAlive(false)
                .build();
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 413 -> Problem.of(413, "PAYLOAD_TOO_LARGE", "The body is too large. Send less at a time.");
            case 414 -> Problem.of(414, "VALIDATION_ERROR", "The request line is too long. Shorten path and query.");
            case 501 -> Problem.of(501, "VALIDATION_ERROR", "Of transfer encodings, this server takes chunked only.");
            case 503 -> Problem.unavailable("The server is working on as many requests as it can. Try again shortly.");
            case 505 -> Problem.of(505, "VALIDATION_ERROR", "This server speaks HTTP/1.1. Use it.");
            default ->
                Problem.of(
                        400,
                        "VALIDATION_ERROR",
                        "The request is not valid HTTP/1.1: its request line, a header or its framing is malformed or too"
                                + " large, or it broke off. Send a well-formed request.");
        };
    }
}
