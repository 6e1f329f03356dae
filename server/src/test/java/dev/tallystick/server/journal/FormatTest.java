package dev.tallystick.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example in the format's description is what is written, byte for byte. */
class FormatTest {
    private static final Path DESCRIPTION = Path.of("..", "docs", "formats", "journal.md");

    @Test
    void theDescribedExampleIsWhatIsWritten() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (FileJournal journal = FileJournal.open(History.FOLDER, JournalOptions.defaults(History.ID), disk)) {
            EventBatch batch = new EventBatch();
            batch.sink().ascii("a");
            batch.endEvent();
            batch.sink().ascii("bc");
            batch.endEvent();
            journal.append(0, batch);
        }
        String segment = Layout.segmentName(0);
        assertThat(examples())
                .containsExactly(
                        hex(disk.content(segment)),
                        hex(disk.content(segment + Layout.OFFSETS_SUFFIX)),
                        hex(disk.content(Layout.ACKNOWLEDGED)));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static List<String> examples() throws IOException {
        return Pattern.compile("```hex\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DESCRIPTION))
                .results()
                .map(block -> block.group(1).replaceAll("\\s", ""))
                .toList();
    }
}
