package dev.tallystick.ledger.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.Event.Answer;
import dev.tallystick.ledger.event.Event.ApiKeyCreated;
import dev.tallystick.ledger.event.Event.ApiKeyRevoked;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.ledger.event.Event.TenantOpened;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.ProofHash;
import dev.tallystick.proof.record.Salt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventVectorsTest {
    private static final String TENANT = "ten_0123456789ab";
    private static final long AT = 1_767_225_600_123L;

    private static final Stamp STAMP = new Stamp(AT, salt(0x44), TENANT);

    private static Hash hashOf(int value) {
        byte[] bytes = new byte[Hash.LENGTH];
        Arrays.fill(bytes, (byte) value);
        return Hash.of(bytes);
    }

    private static Salt salt(int value) {
        byte[] bytes = new byte[Salt.LENGTH];
        Arrays.fill(bytes, (byte) value);
        return new Salt(bytes);
    }

    private static DeltaRecorded delta(
            DeltaItem item, long sequence, String balance, String credits, Salt salt, Hash previous) {
        Amount sum = Amount.parse(balance);
        Hash content = ContentHash.of(item);
        Hash proof =
                ProofHash.of(salt.bytes(), TENANT, item.customerId(), sequence, AT + sequence, sum, content, previous);
        return new DeltaRecorded(
                AT + sequence, TENANT, item, sequence, sum, Amount.parse(credits), salt, content, proof, previous);
    }

    private static JsonObject json(String text) {
        return (JsonObject) JsonReader.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What each vector stands for, by its name. */
    static Map<String, Event> events() {
        DeltaRecorded first = delta(
                new DeltaItem("cust_1", Amount.parse("-42.5"), "usage", null, null, null, null),
                1,
                "-42.5",
                "0",
                salt(0x11),
                Hash.ZERO);
        DeltaRecorded second = delta(
                new DeltaItem(
                        "cust_1",
                        Amount.parse("10000000000000000000.000000000000000001"),
                        "Gutschrift für März",
                        "ref-2",
                        json("{\"b\":1.50,\"a\":[]}"),
                        Adjusts.byRecordId("r_0000000001"),
                        Instant.ofEpochMilli(AT - 1000)),
                2,
                "9999999999999999957.500000000000000001",
                "10000000000000000000.000000000000000001",
                salt(0x22),
                first.proofHash());
        DeltaRecorded third = delta(
                new DeltaItem("cust_1", Amount.parse("300"), "fix", null, null, Adjusts.byReferenceId("ref-2"), null),
                3,
                "10000000000000000257.500000000000000001",
                "10000000000000000300.000000000000000001",
                salt(0x33),
                second.proofHash());
        Map<String, Event> events = new LinkedHashMap<>();
        events.put("tenant opened", new TenantOpened(STAMP, "Acme", hashOf(0xAB)));
        events.put("delta, only what must be there", first);
        events.put("delta, everything there, adjusts a recordId", second);
        events.put("delta, adjusts a referenceId", third);
        events.put(
                "API key created",
                new ApiKeyCreated(STAMP, "key_0123456789ab", "AbCdEf012345", "ci", hashOf(0xCD), ApiKeyScopes.ALL));
        events.put("API key revoked", new ApiKeyRevoked(STAMP, "key_0123456789ab", AT + 300_000));
        events.put(
                "request answered",
                new RequestAnswered(
                        STAMP,
                        "idem-1",
                        hashOf(0xEF),
                        List.of(
                                new Answer.Stored(1, false),
                                new Answer.Stored(300, true),
                                new Answer.Refused("VALIDATION_ERROR", "no", "cust_1", Amount.parse("1.5")),
                                new Answer.Refused("VALIDATION_ERROR", "no", null, null))));
        byte[] signature = new byte[RotationSignature.LENGTH];
        Arrays.fill(signature, (byte) 0x55);
        events.put(
                "log key rotated",
                new Event.LogKeyRotated(
                        STAMP,
                        "log.example/sandbox+0a1b2c3d+AQ==",
                        "log.example/sandbox+4e5f6071+AQ==",
                        RotationSignature.of(signature)));
        return events;
    }

    @Test
    void vectors_areTheBytesOfTheEventsTheyStandFor() throws IOException {
        assertThat(VectorFile.vectors().stream().map(VectorFile.Vector::name))
                .containsExactlyElementsOf(events().keySet());
        for (VectorFile.Vector vector : VectorFile.vectors()) {
            Event event = events().get(vector.name());
            assertThat(EventCodecTest.encoded(event)).as(vector.name()).isEqualTo(vector.bytes());
            assertThat(EventCodec.decode(vector.bytes(), 0, vector.bytes().length))
                    .as(vector.name())
                    .isEqualTo(event);
        }
    }

    @Test
    void page_showsExactlyTheVectorsOfTheFile() throws IOException {
        String page = VectorFile.page();
        int from = page.indexOf("```text\n[") + "```text\n".length();
        assertThat(page.substring(from, page.indexOf("```\n", from))).isEqualTo(VectorFile.text());
    }
}
