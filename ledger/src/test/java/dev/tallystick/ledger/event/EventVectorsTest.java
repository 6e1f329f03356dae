package dev.tallystick.ledger.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.Event.ApiKeyCreated;
import dev.tallystick.ledger.event.Event.ApiKeyRevoked;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.ledger.event.Event.CustomerKeyRegistered;
import dev.tallystick.ledger.event.Event.CustomerSettingsChanged;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.PeriodClosed;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.ledger.event.Event.TenantOpened;
import dev.tallystick.ledger.event.Event.TenantSettingsChanged;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.ProofHash;
import dev.tallystick.proof.record.Salt;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import dev.tallystick.proof.statement.CheckpointStatement.Window;
import dev.tallystick.proof.statement.Countersignature;
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
        closings(events);
        SealedSecret secret = new SealedSecret(new byte[] {0x01, 0x77, 0x77, 0x77});
        String id = "webhook_0123456789ab";
        events.put(
                "webhook endpoint created",
                new Event.EndpointCreated(STAMP, id, "https://example.com/hook", "billing", secret));
        events.put(
                "webhook endpoint changed",
                new Event.EndpointChanged(STAMP, id, "https://example.com/other", null, EndpointState.GONE));
        events.put(
                "webhook endpoint changed, all but what it must name unchanged",
                new Event.EndpointChanged(STAMP, id, null, null, null));
        events.put("webhook secret rotated", new Event.EndpointSecretRotated(STAMP, id, secret, AT + 86_400_000));
        events.put("webhook endpoint deleted", new Event.EndpointDeleted(STAMP, id));
        events.put(
                "delivery given up",
                new Event.DeliveryGivenUp(
                        STAMP, id, "evt_1767225600124_0000000001", "delta.verified", 10, "It answered 500."));
        events.put(
                "customer settings changed, all set",
                new CustomerSettingsChanged(
                        STAMP,
                        "cust_1",
                        new CustomerSettings("Müller & Co", EventCadence.DAILY, "API calls", "INHERIT")));
        events.put(
                "customer settings changed, none set",
                new CustomerSettingsChanged(STAMP, "cust_2", CustomerSettings.UNSET));
        byte[] signature = new byte[RotationSignature.LENGTH];
        Arrays.fill(signature, (byte) 0x55);
        events.put(
                "log key rotated",
                new Event.LogKeyRotated(
                        STAMP,
                        "log.example/sandbox+0a1b2c3d+AQ==",
                        "log.example/sandbox+4e5f6071+AQ==",
                        RotationSignature.of(signature)));
        events.put(
                "comparison reported",
                new Event.ComparisonReported(
                        STAMP,
                        "cust_1",
                        Sha256.hash("{\"customerId\":\"cust_1\",\"matchesYours\":true,\"neutralBalance\":\"-42.5\"}"
                                .getBytes(StandardCharsets.UTF_8))));
        return events;
    }

    private static void closings(Map<String, Event> events) {
        long start = 1_764_547_200_000L;
        List<Hash> leaves = List.of(hashOf(0xA1), hashOf(0xA2), hashOf(0xA3));
        CheckpointStatement month = new CheckpointStatement(
                salt(0x44),
                new Window(TENANT, "cust_1", start, 1_767_225_600_000L, Mode.WINDOW),
                false,
                figures("10", "-32.5", "7.5", "-50"),
                new Chain(3, 200, 202, hashOf(0xA3), root(leaves)),
                Hash.ZERO,
                AT);
        events.put("checkpoint sealed", new CheckpointSealed(month, List.of()));
        CheckpointStatement named = new CheckpointStatement(
                salt(0x44),
                new Window(TENANT, "cust_1", start, AT + 1000, Mode.FINGERPRINTS),
                true,
                figures("10", "-40", "0", "-50"),
                new Chain(2, 200, 202, hashOf(0xA3), root(List.of(leaves.getFirst(), leaves.getLast()))),
                month.proofRoot(),
                AT);
        events.put(
                "checkpoint sealed, records named one by one, provisional",
                new CheckpointSealed(named, List.of(200L, 202L)));
        byte[] seed = new byte[32];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        Ed25519PrivateKey key = Ed25519PrivateKey.of(seed);
        events.put(
                "customer key registered",
                new CustomerKeyRegistered(
                        STAMP,
                        "cust_1",
                        "ckey_0123456789ab",
                        new VerifierKey("cust_1.example", KeyAlgorithm.ED25519, key.publicKey())));
        events.put("customer key revoked", new Event.CustomerKeyRevoked(STAMP, "cust_1", "ckey_0123456789ab"));
        events.put(
                "checkpoint countersigned",
                new CheckpointCountersigned(
                        STAMP, 300, "ckey_0123456789ab", Countersignature.sign(month.proofRoot(), key)));
        events.put("period closed", new PeriodClosed(STAMP, 55 * 12 + 11, 3));
        events.put("tenant settings changed", new TenantSettingsChanged(STAMP, new TenantSettings(false, false)));
        events.put(
                "tenant settings changed, net change shared",
                new TenantSettingsChanged(STAMP, new TenantSettings(true, true)));
    }

    private static Figures figures(String opening, String closing, String credits, String debits) {
        return new Figures(Amount.parse(opening), Amount.parse(closing), Amount.parse(credits), Amount.parse(debits));
    }

    private static Hash root(List<Hash> entries) {
        return TreeHash.root(entries.stream().map(TreeHash::leaf).toList());
    }

    @Test
    void checkpoint_hasItsProofRootForALeaf() {
        CheckpointSealed sealed = (CheckpointSealed) events().get("checkpoint sealed");
        byte[] bytes = EventCodecTest.encoded(sealed);
        ByteSink leaf = new ByteSink(33);
        EventEntry.append(sealed, bytes, 0, bytes.length, leaf);
        assertThat(leaf.toBytes())
                .isEqualTo(new ByteSink(33)
                        .u8(6)
                        .hash(sealed.statement().proofRoot())
                        .toBytes());
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
