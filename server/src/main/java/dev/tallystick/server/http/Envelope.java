package dev.tallystick.server.http;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonWriter;

/** A success reply under construction: {@code {"success":true,"data":...}}. For one thread. */
final class Envelope {
    private static final byte[] NOTHING = new byte[0];

    private final ByteSink sink;
    private final JsonWriter json;
    private final boolean amountsAsStrings;

    private Envelope(int capacity, boolean amountsAsStrings) {
        this.sink = new ByteSink(capacity);
        this.json = new JsonWriter(sink);
        this.amountsAsStrings = amountsAsStrings;
    }

    /** Opens a reply up to where {@code data} is to be written. */
    static Envelope open(int capacity, boolean amountsAsStrings) {
        Envelope envelope = new Envelope(capacity, amountsAsStrings);
        envelope.json.beginObject().name("success").value(true).name("data");
        return envelope;
    }

    /** The same with the status in the body, as administrative clients know it. */
    static Envelope openWithStatus(int status) {
        Envelope envelope = new Envelope(512, false);
        envelope.json
                .beginObject()
                .name("success")
                .value(true)
                .name("statusCode")
                .value(status)
                .name("data");
        return envelope;
    }

    JsonWriter json() {
        return json;
    }

    /** The sink, to which the caller must write exactly one JSON value in the place where the writer stands. */
    ByteSink value() {
        json.raw(NOTHING);
        return sink;
    }

    /** Writes an amount's text, as a number or as a string as the client asked. */
    void amountText(ByteSink target, Amount amount) {
        if (amountsAsStrings) {
            target.u8('"');
            amount.writeTo(target);
            target.u8('"');
        } else {
            amount.writeTo(target);
        }
    }

    /** Writes a member that is an amount, as a number or as a string as the client asked. */
    Envelope amount(String name, Amount amount) {
        json.name(name);
        if (amountsAsStrings) {
            json.value(amount.toString());
        } else {
            json.value(amount);
        }
        return this;
    }

    /** Ends the reply after {@code data} has been written. */
    Reply close(int status) {
        json.endObject();
        return Reply.json(status, sink);
    }
}
