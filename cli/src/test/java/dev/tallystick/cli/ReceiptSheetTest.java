package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptSheetTest {
    private static JsonObject receipt(String scope, String more) {
        String text = "{\"receiptId\":\"0x" + "4e".repeat(32) + "\",\"proofRoot\":\"0x" + "4e".repeat(32)
                + "\",\"checkpointId\":\"chk_0000000008\",\"customerId\":\"acme\",\"deltaCount\":3,\"startingBalance\":0,"
                + "\"finalBalance\":-500.5,\"createdAt\":\"2026-11-25T10:14:25.847Z\",\"scope\":" + scope + more
                + ",\"verifyUrl\":\"http://127.0.0.1:8097/verify/0x" + "4e".repeat(32) + "\"}";
        return (JsonObject) JsonReader.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachIsALineThatFits_withItsWindowInWords() {
        String november =
                "{\"period\":\"2026-11\",\"startDate\":\"2026-11-01T00:00:00.000Z\",\"endDate\":\"2026-12-01T00:00:00.000Z\"}";
        String days = "{\"startDate\":\"2026-11-03T00:00:00.000Z\",\"endDate\":\"2026-11-05T00:00:00.000Z\"}";
        String text = ReceiptSheet.text(
                List.of(receipt(november, ",\"provisional\":true"), receipt(days, ",\"provisional\":false")));
        assertThat(text.lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Lines.WIDTH));
        assertThat(text)
                .contains(
                        "2026-11 ",
                        "2026-11-03 to before 2026-11-05",
                        "chk_0000000008",
                        "-500.5",
                        "provisional",
                        "final")
                .doesNotContain("{", "http");
    }

    @Test
    void noneIsSaidInWords() {
        assertThat(ReceiptSheet.text(List.of())).isEqualTo("No receipts.\n");
    }
}
