package dev.tallystick.server.http;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Looks customers up and names them to outsiders. The reference and partition of a customer are the first 20 and the
 * next 4 bytes of SHA-256 over the text {@code tallystick:customer:v1}, the tenant's id and the customer's id, each of
 * these two preceded by its length in UTF-8 bytes as four bytes, big-endian.
 */
final class Customers {
    private static final byte[] TAG = "tallystick:customer:v1".getBytes(StandardCharsets.US_ASCII);
    private static final int REFERENCE_BYTES = 20;

    private Customers() {}

    /** The account, or 404 {@code CUSTOMER_NOT_FOUND}, whoever's it is. */
    static AccountHead head(Caller caller, String customerId) {
        AccountHead head = CustomerIds.valid(customerId)
                ? caller.plane().reader().account(new AccountKey(caller.tenantId(), customerId))
                : null;
        if (head == null) {
            throw Problem.refusal(
                            RefusalCode.CUSTOMER_NOT_FOUND,
                            "There is no customer with this id. A customer comes into being with its first delta.")
                    .toException();
        }
        return head;
    }

    /** {@code 0x} and 40 hex digits, always the same for the same customer. */
    static String reference(AccountKey key) {
        return "0x" + HexFormat.of().formatHex(digest(key), 0, REFERENCE_BYTES);
    }

    /** A decimal number from 0 to 4,294,967,295, always the same for the same customer. */
    static String partition(AccountKey key) {
        byte[] digest = digest(key);
        long value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = (value << Byte.SIZE) | (digest[REFERENCE_BYTES + i] & 0xff);
        }
        return Long.toString(value);
    }

    private static byte[] digest(AccountKey key) {
        ByteSink sink = new ByteSink(256).bytes(TAG);
        for (String text : new String[] {key.tenantId(), key.customerId()}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sink.u32(bytes.length).bytes(bytes);
        }
        Hash hash = Sha256.hash(sink.array(), 0, sink.length());
        return hash.toBytes();
    }
}
