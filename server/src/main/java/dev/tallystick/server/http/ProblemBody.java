package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonWriter;
import java.util.Map;
import java.util.Set;

/**
 * Renders a {@link Problem} in one of two forms: the API's own envelope, or RFC 9457 for clients that ask for it. The
 * envelope says code and message twice because existing clients look in either place.
 */
final class ProblemBody {
    private static final int CAPACITY = 512;

    /** Details that are whole numbers. */
    private static final Set<String> NUMBERS = Set.of("index", "limit", "line");

    private ProblemBody() {}

    static ByteSink envelope(Problem problem, String requestId) {
        ByteSink sink = new ByteSink(CAPACITY);
        JsonWriter json = new JsonWriter(sink);
        json.beginObject()
                .name("success")
                .value(false)
                .name("statusCode")
                .value(problem.status())
                .name("code")
                .value(problem.code())
                .name("message")
                .value(problem.message())
                .name("requestId")
                .value(requestId);
        retryAfter(problem, json);
        String customerId = problem.details().get("customerId");
        if (customerId != null) {
            json.name("customerId").value(customerId);
        }
        json.name("error")
                .beginObject()
                .name("code")
                .value(problem.code())
                .name("message")
                .value(problem.message());
        retryAfter(problem, json);
        details(problem.details(), json);
        json.endObject().endObject();
        return sink;
    }

    static ByteSink rfc9457(Problem problem, String requestId) {
        ByteSink sink = new ByteSink(CAPACITY);
        JsonWriter json = new JsonWriter(sink);
        json.beginObject()
                .name("type")
                .value("about:blank")
                .name("title")
                .value(Statuses.of(problem.status()).reasonPhrase())
                .name("status")
                .value(problem.status())
                .name("detail")
                .value(problem.message())
                .name("code")
                .value(problem.code())
                .name("requestId")
                .value(requestId);
        retryAfter(problem, json);
        details(problem.details(), json);
        json.endObject();
        return sink;
    }

    private static void retryAfter(Problem problem, JsonWriter json) {
        if (problem.retryAfterSeconds() > 0) {
            json.name("retryAfterSeconds").value(problem.retryAfterSeconds());
        }
    }

    private static void details(Map<String, String> details, JsonWriter json) {
        for (Map.Entry<String, String> detail : details.entrySet()) {
            json.name(detail.getKey());
            String value = detail.getValue();
            if (NUMBERS.contains(detail.getKey())) {
                json.value(Long.parseLong(value));
            } else {
                json.value(value);
            }
        }
    }
}
