package dev.tallystick.proof.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonWriterTest {
    private final ByteSink sink = new ByteSink(0);
    private final JsonWriter writer = new JsonWriter(sink);

    private String text() {
        return new String(sink.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void everyKindOfValue_isWrittenCompactly_inOrder() {
        writer.beginObject()
                .name("text")
                .value("a\"b\u20ac")
                .name("count")
                .value(-7L)
                .name("yes")
                .value(true);
        writer.name("amount")
                .value(Amount.parse("-42.50"))
                .name("hash")
                .value(Hash.ZERO)
                .name("none")
                .nullValue();
        writer.name("list")
                .beginArray()
                .value(1)
                .beginObject()
                .endObject()
                .beginArray()
                .endArray()
                .value("x")
                .endArray();
        writer.name("tree").value(JsonReader.parse("{\"b\":1e2,\"a\":[]}".getBytes(StandardCharsets.UTF_8)));
        writer.name("raw").raw("{ }".getBytes(StandardCharsets.UTF_8)).endObject();
        assertThat(text())
                .isEqualTo("{\"text\":\"a\\\"b\u20ac\",\"count\":-7,\"yes\":true,\"amount\":-42.5,\"hash\":\"0x"
                        + "0".repeat(64)
                        + "\",\"none\":null,\"list\":[1,{},[],\"x\"],\"tree\":{\"b\":100,\"a\":[]},\"raw\":{ }}");
    }

    @Test
    void textInBytes_isWrittenAsTheSameText() {
        String all = "plain \"\\\b\f\n\r\t\u0001\u001f\u007f\u00e9\u20ac\ud83d\ude00 end";
        writer.beginArray()
                .value(all)
                .text(all.getBytes(StandardCharsets.UTF_8))
                .text(new byte[0]);
        writer.value("").endArray();
        String[] written = text().substring(1, text().length() - 1).split(",", -1);
        assertThat(written[1]).isEqualTo(written[0]);
        assertThat(written[2]).isEqualTo(written[3]).isEqualTo("\"\"");
    }

    @Test
    void nulls_ofEveryType_areWrittenAsNull() {
        writer.beginArray()
                .value((String) null)
                .value((Amount) null)
                .value((Hash) null)
                .value((JsonValue) null)
                .endArray();
        assertThat(text()).isEqualTo("[null,null,null,null]");
    }

    @Test
    void deepText_isWritten_upToItsLimit() {
        for (int i = 0; i < 62; i++) {
            writer.beginArray();
        }
        assertThatIllegalStateException().isThrownBy(writer::beginArray);
        for (int i = 0; i < 62; i++) {
            writer.endArray();
        }
        assertThat(text()).isEqualTo("[".repeat(62) + "]".repeat(62));
    }

    static Stream<Consumer<JsonWriter>> misuses() {
        return Stream.of(
                w -> w.value(1).value(2),
                w -> w.name("a"),
                w -> w.beginArray().name("a"),
                w -> w.beginObject().value(1),
                w -> w.beginObject().beginArray(),
                w -> w.beginObject().name("a").name("b"),
                w -> w.beginObject().name("a").endObject(),
                w -> w.beginObject().endArray(),
                w -> w.beginArray().endObject(),
                w -> w.beginArray().endArray().endArray());
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void wrongUse_isRefused(Consumer<JsonWriter> misuse) {
        assertThatIllegalStateException().isThrownBy(() -> misuse.accept(writer));
    }
}
