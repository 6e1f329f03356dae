package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;

/** The byte form of an answered request, after type, version and stamp. Stateless. */
final class AnswerCodec {
    private static final int ANSWER_RECORDED = 0;
    private static final int ANSWER_REPEATED = 1;
    private static final int ANSWER_REFUSED = 2;

    private AnswerCodec() {}

    static void encode(RequestAnswered answered, ByteSink sink) {
        Texts.write(sink, answered.key());
        sink.hash(answered.requestHash());
        sink.varint(answered.answers().size());
        answered.answers().forEach(answer -> answer(sink, answer));
    }

    static RequestAnswered decode(Stamp stamp, ByteSource source) {
        String key = Texts.read(source);
        Hash requestHash = source.hash();
        int count = Texts.count(source);
        List<Answer> answers = new ArrayList<>(Math.min(count, 1_000));
        for (int i = 0; i < count; i++) {
            answers.add(answer(source));
        }
        return new RequestAnswered(stamp, key, requestHash, List.copyOf(answers));
    }

    private static void answer(ByteSink sink, Answer answer) {
        switch (answer) {
            case Answer.Stored(long event, boolean repeated) -> {
                sink.u8(repeated ? ANSWER_REPEATED : ANSWER_RECORDED);
                sink.varint(event);
            }
            case Answer.Refused refused -> {
                sink.u8(ANSWER_REFUSED);
                Texts.write(sink, refused.code());
                Texts.write(sink, refused.message());
                Texts.writeOptional(sink, refused.customerId());
                Amount delta = refused.delta();
                Texts.writeOptional(sink, delta == null ? null : delta.toString());
            }
        }
    }

    private static Answer answer(ByteSource source) {
        int kind = source.u8();
        return switch (kind) {
            case ANSWER_RECORDED -> new Answer.Stored(source.varint(), false);
            case ANSWER_REPEATED -> new Answer.Stored(source.varint(), true);
            case ANSWER_REFUSED -> {
                String code = Texts.read(source);
                String message = Texts.read(source);
                String customerId = Texts.readOptional(source);
                yield new Answer.Refused(code, message, customerId, Texts.readOptionalAmount(source));
            }
            default -> throw new MalformedBytesException(source.position() - 1, "answer kind " + kind + " is unknown");
        };
    }
}
