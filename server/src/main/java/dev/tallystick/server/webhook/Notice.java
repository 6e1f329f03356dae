package dev.tallystick.server.webhook;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.sequencer.PlaneName;

/**
 * Something an endpoint is told.
 *
 * @param id {@code evt_}, milliseconds of {@code at} in 13 digits, {@code _} and what makes it unique: so ids sort by time
 * @param name such as {@code delta.verified}
 * @param customerId whom it concerns; notices of one customer arrive in order. Empty: nobody in particular
 * @param at when it happened, milliseconds since the epoch
 * @param data the body's {@code data} as JSON
 */
public record Notice(String id, String tenantId, String name, String customerId, long at, Json data) {
    /** JSON text, equal by content. */
    public record Json(String text) {}

    /** The body of the webhook. */
    public byte[] body(PlaneName plane) {
        ByteSink sink = new ByteSink(data.text().length() + 256);
        JsonWriter json = new JsonWriter(sink);
        String instant = UtcText.of(at);
        json.beginObject()
                .name("id")
                .value(id)
                .name("event")
                .value(name)
                .name("tenantId")
                .value(tenantId)
                .name("timestamp")
                .value(instant)
                .name("createdAt")
                .value(instant)
                .name("environment")
                .value(plane.label())
                .name("data")
                .raw(data.text().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .endObject();
        return sink.toBytes();
    }
}
