package dev.tallystick.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @TempDir
    private Path folder;

    @Test
    void acknowledgedRowsLeave_evenIfSomeAlwaysWait() throws Exception {
        Path file = folder.resolve("spool");
        List<Delta> rows = new ArrayList<>();
        for (int i = 0; i < 2_001; i++) {
            rows.add(Delta.of("acme", "-1", "Call").withReference("call:" + i));
        }
        try (Spool spool = Spool.open(file).spool()) {
            spool.append(rows);
            long full = Files.size(file);
            spool.acknowledged(rows.subList(2_000, 2_001));
            assertThat(Files.size(file)).isLessThan(full / 1_000);
            spool.append(List.of(rows.getFirst()));
        }
        Spool.Opened again = Spool.open(file);
        assertThat(again.rows()).containsExactly(rows.get(2_000), rows.getFirst());
        again.spool().acknowledged(List.of());
        again.spool().close();
        assertThat(Files.size(file)).isZero();
    }
}
