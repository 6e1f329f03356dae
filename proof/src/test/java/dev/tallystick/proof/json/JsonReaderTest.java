package dev.tallystick.proof.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static JsonValue parse(String text) {
        return JsonReader.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("", 0, "Expected a JSON value, but found the end of the text."),
                arguments(" \t\r\n", 4, "Expected a JSON value, but found the end of the text."),
                arguments("\ufeff{}", 0, "JSON text must not start with a byte order mark; send plain UTF-8."),
                arguments("{} {}", 3, "Expected nothing after the JSON value, but found '{'."),
                arguments("1 2", 2, "Expected nothing after the JSON value, but found '2'."),
                arguments("\f1", 0, "Expected a JSON value, but found byte 0x0c."),
                arguments("\u00a01", 0, "Expected a JSON value, but found byte 0xc2."),
                arguments("[1,]", 3, "Expected a JSON value, but found ']'."),
                arguments("[,1]", 1, "Expected a JSON value, but found ','."),
                arguments("[1 2]", 3, "Expected ',' or ']', but found '2'."),
                arguments("[1}", 2, "Expected ',' or ']', but found '}'."),
                arguments("[1", 2, "Expected ',' or ']', but found the end of the text."),
                arguments("{\"a\":1", 6, "Expected ',' or '}', but found the end of the text."),
                arguments("{\"a\" 1}", 5, "Expected ':' after a member name, but found '1'."),
                arguments("{\"a\":1,}", 7, "Expected a member name in double quotes, but found '}'."),
                arguments("{a:1}", 1, "Expected a member name in double quotes, but found 'a'."),
                arguments("{'a':1}", 1, "Expected a member name in double quotes, but found '''."),
                arguments("{\"a\":1,\"a\":2}", 7, "An object must not name a member twice, but this name came before."),
                arguments(
                        "{\"a\":1,\"\\u0061\":2}",
                        7,
                        "An object must not name a member twice, but this name came before."),
                arguments("{\"\":1,\"\":2}", 6, "An object must not name a member twice, but this name came before."),
                arguments("tru", 3, "Expected true, but found the end of the text in it."),
                arguments("trUe", 2, "Expected true, but found 'U' in it."),
                arguments("nulll", 4, "Expected nothing after the JSON value, but found 'l'."),
                arguments("True", 0, "Expected a JSON value, but found 'T'."),
                arguments("NaN", 0, "Expected a JSON value, but found 'N'."),
                arguments("Infinity", 0, "Expected a JSON value, but found 'I'."),
                arguments(
                        "-Infinity", 1, "Expected a number in JSON form such as -42.5 or 4.25E1, but found 'I' in it."),
                arguments("+1", 0, "Expected a JSON value, but found '+'."),
                arguments(".5", 0, "Expected a JSON value, but found '.'."),
                arguments(
                        "1.",
                        2,
                        "Expected a number in JSON form such as -42.5 or 4.25E1, but found the end of the text in it."),
                arguments("1.e5", 2, "Expected a number in JSON form such as -42.5 or 4.25E1, but found 'e' in it."),
                arguments("01", 1, "Expected a number in JSON form such as -42.5 or 4.25E1, but found '1' in it."),
                arguments("-01", 2, "Expected a number in JSON form such as -42.5 or 4.25E1, but found '1' in it."),
                arguments(
                        "1e",
                        2,
                        "Expected a number in JSON form such as -42.5 or 4.25E1, but found the end of the text in it."),
                arguments("0x10", 1, "Expected nothing after the JSON value, but found 'x'."),
                arguments(
                        "1e400",
                        0,
                        "A number may have at most 400 characters written out without an exponent, but this one has 401."),
                arguments(
                        "[1e999999999]",
                        1,
                        "A number may have at most 400 characters written out without an exponent, but this one has 1000000000."),
                arguments(
                        "1e-399",
                        0,
                        "A number may have at most 400 characters written out without an exponent, but this one has 401."),
                arguments(
                        "9".repeat(401),
                        0,
                        "A number may have at most 400 characters written out without an exponent, but this one has 401."),
                arguments("\"a", 2, "Expected '\"' at the end of a string, but found the end of the text."),
                arguments("\"\u00e9", 3, "Expected '\"' at the end of a string, but found the end of the text."),
                arguments("\"a\nb\"", 2, "A control character in a string must be escaped, but found byte 0x0a."),
                arguments("\"\u0000\"", 1, "A control character in a string must be escaped, but found byte 0x00."),
                arguments("\"\\x\"", 2, "Expected one of \" \\ / b f n r t u after '\\', but found 'x'."),
                arguments("\"\\", 2, "Expected one of \" \\ / b f n r t u after '\\', but found the end of the text."),
                arguments("\"\\u12g4\"", 5, "Expected four hex digits after \\u, but found 'g'."),
                arguments("\"\\u12", 5, "Expected four hex digits after \\u, but found the end of the text."),
                arguments("\"\\ud83d\"", 1, "The escape of surrogate U+D83D must stand in a pair, but is alone."),
                arguments("\"a\\ude00\"", 2, "The escape of surrogate U+DE00 must stand in a pair, but is alone."),
                arguments(
                        "\"\\ud83d\\u0041\"", 1, "The escape of surrogate U+D83D must stand in a pair, but is alone."),
                arguments(
                        "\"\\ud83d\\ud83d\\ude00\"",
                        1,
                        "The escape of surrogate U+D83D must stand in a pair, but is alone."),
                arguments(
                        "[".repeat(33) + "]".repeat(33),
                        32,
                        "JSON may be nested at most 32 deep, but this text goes deeper."),
                arguments("{\"a\":".repeat(33), 160, "JSON may be nested at most 32 deep, but this text goes deeper."),
                arguments("[".repeat(1_000_000), 32, "JSON may be nested at most 32 deep, but this text goes deeper."));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void parse_ofWhatIsNotStrictJson_isRefusedWithPlaceAndReason(String text, int offset, String sentence) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> parse(text))
                .withMessage(sentence + " (byte " + offset + ")")
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0af",
                "c1bf",
                "c2",
                "e08080",
                "eda080",
                "eda0bdedb880",
                "e282",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "ff",
                "fffe"
            })
    void parse_ofMalformedUtf8_isRefusedInStringsOfAnyLength(String hex) {
        for (int before : new int[] {0, 1, 7, 8, 63, 1000}) {
            byte[] text = HexFormat.of().parseHex("22" + "61".repeat(before) + hex + "22");
            assertThatExceptionOfType(JsonException.class)
                    .isThrownBy(() -> JsonReader.parse(text))
                    .satisfies(e -> assertThat(e.offset()).isEqualTo(1 + before));
        }
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonReader.parse(HexFormat.of().parseHex("5b" + hex + "5d")));
    }

    @Test
    void parse_ofEveryKindOfValue_buildsTheTree() {
        JsonValue value = parse(" {\"b\" : [ true , false,null ,{} , [] ] ,\t\"a\":\"x\",\n\"n\":-1.50e1\r} ");
        assertThat(value).isInstanceOfSatisfying(JsonObject.class, object -> {
            assertThat(object.members().keySet()).containsExactly("b", "a", "n");
            assertThat(object.get("b"))
                    .isEqualTo(new JsonArray(List.of(
                            JsonBoolean.TRUE, JsonBoolean.FALSE, JsonNull.NULL, JsonObject.EMPTY, JsonArray.EMPTY)));
            assertThat(object.get("a")).isEqualTo(new JsonString("x"));
            assertThat(object.get("n")).isEqualTo(JsonNumber.of(-15));
            assertThat(object.get("missing")).isNull();
        });
    }

    @Test
    void parse_ofEscapes_unescapes() {
        assertThat(
                        parse(
                                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00E9\\ud83D\\uDe00 \u00e9\ud83d\ude00\u20ac\ufeff\u007f\""))
                .isEqualTo(new JsonString("\"\\/\b\f\n\r\t\0\u00e9\ud83d\ude00 \u00e9\ud83d\ude00\u20ac\ufeff\u007f"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0e-999999999999",
                "1.000",
                "12345678901234567890123456789.123456789",
                "5e-324",
                "4.9E-324",
                "1.7976931348623157e308",
                "-2.2250738585072014E-308",
                "1e399",
                "1E+2",
                "10.0e-1"
            })
    void parse_ofNumbers_isExact(String text) {
        assertThat(parse(text)).isInstanceOfSatisfying(JsonNumber.class, number -> {
            assertThat(number.value()).isEqualByComparingTo(new BigDecimal(text.contains("999999999999") ? "0" : text));
            assertThat(number).isEqualTo(new JsonNumber(number.value()));
        });
    }

    @Test
    void parse_atTheDepthLimit_isTaken() {
        assertThat(parse("[".repeat(32) + "]".repeat(32))).isInstanceOf(JsonArray.class);
        byte[] deep = ("[".repeat(256) + "]".repeat(256)).getBytes(StandardCharsets.US_ASCII);
        assertThat(JsonReader.parse(deep, 0, deep.length, 256)).isInstanceOf(JsonArray.class);
        assertThatIllegalArgumentException().isThrownBy(() -> JsonReader.parse(deep, 0, deep.length, 257));
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonReader.parse(deep, 0, deep.length, 0));
        assertThat(JsonReader.parse(deep, 255, 2, 1)).isEqualTo(JsonArray.EMPTY);
    }

    @Test
    void parse_beyondTheNumberOfValues_isRefused() {
        byte[] text = "[1,{\"a\":[2]}]".getBytes(StandardCharsets.US_ASCII);
        assertThat(JsonReader.parse(text, 0, text.length, 32, 5)).isEqualTo(JsonReader.parse(text));
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonReader.parse(text, 0, text.length, 32, 4))
                .withMessage("JSON may hold at most 4 values, but this text holds more. (byte 9)");
    }

    @Test
    void parse_ofASlice_doesNotSeeTheRest_andCountsFromItsStart() {
        byte[] text = "xx[1,-42]yy".getBytes(StandardCharsets.US_ASCII);
        assertThat(JsonReader.parse(text, 2, 7, 32))
                .isEqualTo(new JsonArray(List.of(JsonNumber.of(1), JsonNumber.of(-42))));
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonReader.parse(text, 2, 6, 32))
                .withMessage("Expected ',' or ']', but found the end of the text. (byte 6)");
        assertThat(JsonReader.parse(text, 6, 1, 32)).isEqualTo(JsonNumber.of(4));
    }

    @Test
    void parse_ofManyNamesWithOneHash_staysQuick() {
        // "Aa" and "BB" have one hash code, so these 2^14 names all collide.
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 1 << 14; i++) {
            text.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 14; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append("\":0");
        }
        assertThat(parse(text + "}"))
                .isInstanceOfSatisfying(
                        JsonObject.class, object -> assertThat(object.members()).hasSize(1 << 14));
    }

    @Test
    void number_madeByHand_isBroughtToNormalForm_andBounded() {
        assertThat(new JsonNumber(new BigDecimal("1.500"))).isEqualTo(new JsonNumber(new BigDecimal("15e-1")));
        assertThat(new JsonNumber(new BigDecimal("1e2")).value()).isEqualTo(new BigDecimal("100"));
        assertThat(new JsonNumber(new BigDecimal("123450")).value()).isEqualTo(new BigDecimal("123450"));
        assertThat(new JsonNumber(new BigDecimal("1" + "0".repeat(17))).value().scale())
                .isZero();
        assertThat(new JsonNumber(new BigDecimal("1" + "0".repeat(18))))
                .isEqualTo(new JsonNumber(new BigDecimal("1e18")));
        assertThat(new JsonNumber(new BigDecimal("1e399")).value()).isEqualTo(new BigDecimal("1e399"));
        assertThat(new JsonNumber(new BigDecimal("0e-2147483647")).value()).isEqualTo(BigDecimal.ZERO);
        for (String tooLong : List.of("1e400", "-1e399", "1e-399", "1e2147483647", "1e-2147483647")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new JsonNumber(new BigDecimal(tooLong)));
        }
    }
}
