package dev.tallystick.proof.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStreamingTest {
    private final List<JsonValue> taken = new ArrayList<>();

    private JsonValue read(String json) {
        return JsonReader.parseStreaming(json.getBytes(StandardCharsets.UTF_8), 8, "rows", taken::add);
    }

    private static JsonValue tree(String json) {
        return JsonReader.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"rows\":[1,{\"rows\":[2]},[3]],\"b\":[4]} | {\"a\":1,\"rows\":[],\"b\":[4]}   | 3",
                "{ \"rows\" : [ ] , \"a\" : null }                   | {\"rows\":[],\"a\":null}          | 0",
                "{\"rows\":{\"rows\":[1]}}                           | {\"rows\":{\"rows\":[1]}}         | 0",
                "{\"rows\":7}                                        | {\"rows\":7}                      | 0",
                "{\"\\u0072ows\":[7]}                                | {\"rows\":[]}                     | 1",
                "[{\"rows\":[1]}]                                    | [{\"rows\":[1]}]                  | 0",
                "{}                                                  | {}                                | 0"
            })
    void valuesOfTheMember_areHandedOver_andTheRestIsKept(String json, String kept, int count) {
        assertThat(read(json)).isEqualTo(tree(kept));
        assertThat(taken).hasSize(count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rows\":[1,]}",
                "{\"rows\":[1",
                "{\"rows\":[1}",
                "{\"rows\":[1],\"rows\":[2]}",
                "{\"rows\":[1],\"rows\":2}",
                "{\"rows\":[1] 2}",
                "{\"rows\":[[[[[[[[1]]]]]]]]}",
                "{\"rows\":[1]}x"
            })
    void malformedText_isRefused(String json) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> read(json));
    }

    @Test
    void limits_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonReader.parseStreaming(new byte[0], 0, "rows", taken::add));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonReader.parseStreaming(new byte[0], 257, "rows", taken::add));
    }
}
