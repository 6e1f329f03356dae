package dev.tallystick.proof.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    private static String canonical(String json) {
        return new String(
                CanonicalJson.of(JsonReader.parse(json.getBytes(StandardCharsets.UTF_8))), StandardCharsets.UTF_8);
    }

    @Test
    void members_areSortedByUtf16CodeUnits() {
        // The example of RFC 8785, section 3.2.3: by code point, U+1F600 would come after U+FB33.
        assertThat(
                        canonical(
                                "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}"))
                .isEqualTo(
                        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
    }

    @Test
    void strings_areEscapedAsLittleAsRfc8785Says() {
        assertThat(
                        canonical(
                                "\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\\b\\f\\n\\r\\t\\u001f\\u007f\\u2028\""))
                .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\f\\n\\r\\t\\u001f\u007f\u2028\"");
    }

    @Test
    void whiteSpace_isLeftOut_atEveryLevel() {
        assertThat(canonical(" { \"b\" : [ { \"y\" : 1 , \"x\" : [ ] } , { } ] , \"a\" : null } "))
                .isEqualTo("{\"a\":null,\"b\":[{\"x\":[],\"y\":1},{}]}");
    }

    @ParameterizedTest
    @CsvSource({"1e2, 100", "-0, 0", "1.50, 1.5", "1E-3, 0.001", "-10.00e+1, -100"})
    void numbers_areShortestPlainDecimals(String json, String expected) {
        assertThat(canonical(json)).isEqualTo(expected);
    }

    @Test
    void stringsMadeByHand_withALoneSurrogate_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.of(new JsonString("a\ud83d")));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.of(new JsonString("\ud83d\"\ude00")));
    }
}
