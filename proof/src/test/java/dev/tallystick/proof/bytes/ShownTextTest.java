package dev.tallystick.proof.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTextTest {
    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "a\u001b[2Jb, a\ufffd[2Jb",
        "Zürich 月 😀, Zürich 月 😀",
        "a\u0085b\u007fc, a\ufffdb\ufffdc"
    })
    void text_isShownWithoutControlCharacters(String text, String shown) {
        assertThat(ShownText.of(text)).isEqualTo(shown);
    }

    @Property
    void anyText_isShortAndWithoutControlCharacters(@ForAll String text) {
        String shown = ShownText.of(text.repeat(20));
        assertThat(shown.length()).isLessThanOrEqualTo(ShownText.LENGTH_MAX + 3);
        assertThat(shown.chars().noneMatch(Character::isISOControl)).isTrue();
    }
}
