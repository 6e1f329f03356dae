package dev.tallystick.proof.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.proof.bytes.ByteSink;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class JsonPropertiesTest {
    private static final byte[] ALPHABET =
            "{}[]\",:\\/untrefals0123456789-+.eE dD \n\u00e9\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_8);

    @Provide
    Arbitrary<JsonValue> values() {
        Arbitrary<JsonValue> leaves = Arbitraries.oneOf(
                texts().map(JsonString::new),
                numbers().map(JsonNumber::new),
                Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE, JsonNull.NULL));
        return Arbitraries.recursive(() -> leaves, this::grow, 0, 4);
    }

    private Arbitrary<JsonValue> grow(Arbitrary<JsonValue> inner) {
        Arbitrary<JsonValue> arrays = inner.list().ofMaxSize(4).map(JsonArray::new);
        Arbitrary<JsonValue> objects =
                Arbitraries.maps(texts(), inner).ofMaxSize(4).map(JsonObject::new);
        return Arbitraries.oneOf(inner, arrays, objects);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Integer> codePoints = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 0x7f),
                Arbitraries.integers().between(0x80, 0xd7ff),
                Arbitraries.integers().between(0xe000, 0x10ffff));
        return codePoints.list().ofMaxSize(8).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::appendCodePoint);
            return text.toString();
        });
    }

    @Provide
    Arbitrary<BigDecimal> numbers() {
        return Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.bigIntegers(),
                                Arbitraries.integers().between(-100, 100).map(java.math.BigInteger::valueOf)),
                        Arbitraries.integers().between(-300, 300))
                .as(BigDecimal::new);
    }

    private static byte[] written(JsonValue value) {
        ByteSink sink = new ByteSink(16);
        new JsonWriter(sink).value(value);
        return sink.toBytes();
    }

    @Property
    void writtenValues_comeBack(@ForAll("values") JsonValue value) {
        assertThat(JsonReader.parse(written(value))).isEqualTo(value).hasSameHashCodeAs(value);
        assertThat(JsonReader.parse(CanonicalJson.of(value))).isEqualTo(value);
    }

    @Property
    void canonicalForm_ofItself_isItself(@ForAll("values") JsonValue value) {
        byte[] canonical = CanonicalJson.of(value);
        assertThat(CanonicalJson.of(JsonReader.parse(canonical))).isEqualTo(canonical);
        assertThat(CanonicalJson.of(JsonReader.parse(written(value)))).isEqualTo(canonical);
    }

    @Property
    void canonicalForm_doesNotDependOnTheOrderOfMembers(@ForAll("values") JsonValue value) {
        assertThat(CanonicalJson.of(reversed(value))).isEqualTo(CanonicalJson.of(value));
        assertThat(reversed(value)).isEqualTo(value);
    }

    private static JsonValue reversed(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                for (String name : List.copyOf(object.members().keySet()).reversed()) {
                    members.put(name, reversed(object.members().get(name)));
                }
                yield new JsonObject(members);
            }
            case JsonArray array ->
                new JsonArray(array.values().stream()
                        .map(JsonPropertiesTest::reversed)
                        .toList());
            case JsonString string -> string;
            case JsonNumber number -> number;
            case JsonBoolean bool -> bool;
            case JsonNull none -> none;
        };
    }

    @Property(tries = 5000)
    void numbers_areExact_inEveryNotation(@ForAll("numbers") BigDecimal value) {
        String plain = value.stripTrailingZeros().toPlainString();
        for (String text : List.of(value.toString(), value.toEngineeringString(), value.toPlainString())) {
            JsonValue parsed = JsonReader.parse(text.getBytes(StandardCharsets.US_ASCII));
            assertThat(parsed).isEqualTo(new JsonNumber(value));
            assertThat(new String(CanonicalJson.of(parsed), StandardCharsets.US_ASCII))
                    .isEqualTo(plain);
        }
    }

    @Property
    void everyDouble_isTakenExactly(@ForAll double value) {
        String text = Double.toString(value);
        assertThat(JsonReader.parse(text.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(new JsonNumber(new BigDecimal(text)));
    }

    @Property(tries = 20_000)
    void randomBytes_areReadOrRefused(@ForAll @Size(max = 40) byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Property(tries = 20_000)
    void randomJsonLikeBytes_areReadOrRefused(@ForAll @Size(max = 40) List<@IntRange(max = 60) Integer> picks) {
        byte[] text = new byte[picks.size()];
        for (int i = 0; i < text.length; i++) {
            text[i] = ALPHABET[picks.get(i) % ALPHABET.length];
        }
        readOrRefuse(text);
    }

    @Property(tries = 5000)
    void validTextWithOneByteChanged_isReadOrRefused(
            @ForAll("values") JsonValue value, @ForAll @IntRange(max = 10_000) int place, @ForAll byte replacement) {
        byte[] text = written(value);
        text[place % text.length] = replacement;
        readOrRefuse(text);
    }

    @Property
    void validTextCutShort_isReadOrRefused(
            @ForAll("values") JsonValue value, @ForAll @IntRange(max = 10_000) int place) {
        byte[] text = written(value);
        int length = place % text.length;
        try {
            JsonReader.parse(text, 0, length, JsonReader.DEPTH_MAX);
            // Only a number has a beginning that is a value, too.
            assertThat(value).isInstanceOf(JsonNumber.class);
        } catch (JsonException e) {
            assertThat(e.offset()).isBetween(0, length);
        }
    }

    // Whatever is read must be writable, and come back.
    private static void readOrRefuse(byte[] text) {
        JsonValue value;
        try {
            value = JsonReader.parse(text);
        } catch (JsonException e) {
            assertThat(e.offset()).isBetween(0, text.length);
            return;
        }
        assertThat(JsonReader.parse(CanonicalJson.of(value))).isEqualTo(value);
    }

    @Property
    void aNameGivenTwice_isRefused_howeverItIsEscaped(@ForAll("texts") String name) {
        StringBuilder escaped = new StringBuilder();
        name.chars().forEach(unit -> escaped.append(String.format("\\u%04x", unit)));
        String plain = new String(CanonicalJson.of(new JsonString(name)), StandardCharsets.UTF_8);
        byte[] text = ("{" + plain + ":1,\"" + escaped + "\":1}").getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonReader.parse(text))
                .withMessageStartingWith("An object must not name a member twice");
    }
}
