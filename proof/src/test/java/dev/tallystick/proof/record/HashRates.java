package dev.tallystick.proof.record;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Keccak256;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntSupplier;

/** Prints operations per second on one core; run by hand, it asserts nothing. */
final class HashRates {
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 1_000_000_000L;
    private static final int STEP = 1_000;

    private HashRates() {}

    public static void main(String[] args) {
        byte[] json = """
                {"customerId":"cust_0042","delta":-42.5,"reason":"api calls 2026-03-01","referenceId":"usage-2026-03-01-0042"}""".getBytes(StandardCharsets.UTF_8);
        DeltaItem item = new DeltaItem(
                "cust_0042", Amount.parse("-42.5"), "api calls 2026-03-01", "usage-2026-03-01-0042", null, null, null);
        ByteSink sink = new ByteSink(512);
        ContentHash.writeHashed(item, sink);
        byte[] hashed = sink.toBytes();
        byte[] salt = new byte[ProofHash.SALT_LENGTH];
        Hash content = ContentHash.of(item);
        Amount balance = Amount.parse("-123456.789");
        byte[] fixed = new byte[16];
        balance.writeFixed128(fixed, 0);
        JsonValue tree = JsonReader.parse(json);

        rate("keccak-256 of " + hashed.length + " bytes", () ->
                (int) Keccak256.hash(hashed).prefix());
        rate("sha-256 of " + hashed.length + " bytes", () ->
                (int) Sha256.hash(hashed).prefix());
        rate("content hash", () -> (int) ContentHash.of(item).prefix());
        rate("content hash, own scratch", () -> (int) ContentHash.of(item, sink).prefix());
        rate(
                "proof hash", () -> (int) ProofHash.of(
                                salt, "t_0123456789", "cust_0042", 2, 1_772_357_400_000L, balance, content, content)
                        .prefix());
        rate(
                "read delta object of " + json.length + " bytes",
                () -> JsonReader.parse(json).hashCode());
        rate("canonical json", () -> CanonicalJson.of(tree).length);
        rate("parse amount", () -> Amount.parse("-42.5").hashCode());
        rate("amount of BigDecimal", () -> Amount.of(balance.value()).hashCode());
        rate("add amounts", () -> balance.plus(item.delta()).hashCode());
        rate("write fixed128", () -> {
            balance.writeFixed128(fixed, 0);
            return fixed[15];
        });
        rate("read fixed128", () -> Amount.readFixed128(fixed, 0).hashCode());
    }

    private static void rate(String what, IntSupplier operation) {
        double best = 0;
        int guard = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long count = 0;
            long elapsed;
            do {
                for (int i = 0; i < STEP; i++) {
                    guard += operation.getAsInt();
                }
                count += STEP;
                elapsed = System.nanoTime() - start;
            } while (elapsed < ROUND_NANOS);
            best = Math.max(best, count * 1e9 / elapsed);
        }
        System.out.printf(Locale.ROOT, "%-36s %,14.0f /s  (%d)%n", what, best, guard & 1);
    }
}
