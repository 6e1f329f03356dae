package dev.tallystick.proof.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages show exactly what the tests run on. */
class LogPageTest {
    @ParameterizedTest
    @CsvSource({"docs/formats/log.md, /vectors/note.json", "docs/formats/receipt.md, /receipts/first-record.json"})
    void page_showsExactlyTheFile(String page, String resource) throws IOException {
        String text = Files.readString(above(page));
        int from = text.lastIndexOf("```json\n") + "```json\n".length();
        try (InputStream in = Objects.requireNonNull(LogPageTest.class.getResourceAsStream(resource))) {
            assertThat(text.substring(from, text.indexOf("```\n", from)))
                    .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Path above(String page) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(page))) {
                return folder.resolve(page);
            }
        }
        throw new AssertionError(page + " was not found in any folder above the tests.");
    }
}
