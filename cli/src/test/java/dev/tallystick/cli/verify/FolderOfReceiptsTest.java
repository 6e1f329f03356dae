package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.receipt.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of many receipts: each is answered for, in order, and the one that is bad is named. */
class FolderOfReceiptsTest {
    private static final int FILES = 2_000;

    @TempDir
    private Path folder;

    private List<Checked> check(FileChecks checks) {
        List<Checked> all = new ArrayList<>();
        List<Path> listed = FileChecks.listed(List.of(folder));
        try (ProgressLine progress = new ProgressLine("files", listed.size())) {
            checks.run(listed, progress, all::add);
        }
        return all;
    }

    private static FileChecks checks() {
        return new FileChecks(new FileCheck(TrustPolicy.ofLogs(List.of(ReceiptFolder.LOG.verifier()))));
    }

    @Test
    void oneBadAmongTwoThousand_andTwoThatDoNotFitTogether() throws IOException {
        ReceiptFolder.write(folder, FILES);
        FileChecks right = checks();
        assertThat(check(right))
                .hasSize(FILES)
                .isSortedAccordingTo((a, b) -> Path.of(a.name()).compareTo(Path.of(b.name())));
        assertThat(right.total(false)).isEqualTo("2,000 checked: 2,000 good, 0 do not verify, 0 unreadable.\n");

        Path bad = folder.resolve("cust_7/window-42.json");
        Files.writeString(bad, Files.readString(bad).replace("\"api calls\"", "\"api cells\""));
        // A copy of a receipt has the same neighbours, and is compared with them once.
        Files.copy(folder.resolve("cust_3/window-1.json"), folder.resolve("cust_3/window-1-again.json"));
        FileChecks checks = checks();
        List<Checked> all = check(checks);
        assertThat(all).hasSize(FILES + 1);
        assertThat(all.stream().filter(checked -> !checked.passed()).toList())
                .singleElement()
                .satisfies(checked -> {
                    assertThat(checked.name()).isEqualTo(bad.toString());
                    assertThat(Printed.text(checked)).contains("FAIL     content hashes");
                });
        assertThat(checks.total(true)).contains("\"checked\":2001,\"good\":2000,\"failed\":1,\"unreadable\":0");
        assertThat(checks.anyRefuted()).isTrue();
    }
}
