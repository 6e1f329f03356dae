package dev.tallystick.proof.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base64TextTest {
    @Test
    void whatIsWritten_isRead() {
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length];
            java.util.Arrays.fill(bytes, (byte) (length * 37));
            assertThat(Base64Text.decode(Base64Text.of(bytes))).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
            'AQ='       , 'has 3 characters'
            'AQ'        , 'has 2 characters'
            'A'         , 'has 1 characters'
            'AQIDB'     , 'has 5 characters'
            'AQ-_'      , 'Character 3 does not belong'
            'AQ ID'     , 'Character 3 does not belong'
            'A=Q='      , 'Character 2 does not belong'
            'AQ==AQ=='  , 'Character 3 does not belong'
            'AQI==='    , 'Character 4 does not belong'
            'AR=='      , 'bits left over'
            """)
    void aRefusalSaysWhatIsWrongInWordsOfItsOwn(String text, String words) {
        assertThatThrownBy(() -> Base64Text.decode(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("Illegal")
                .hasMessageNotContaining("Input byte");
    }
}
