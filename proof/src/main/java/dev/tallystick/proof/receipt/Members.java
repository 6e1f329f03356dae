package dev.tallystick.proof.receipt;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.Salt;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.proof.statement.Countersignature;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object of an offline file, each read strictly in one spelling. What is not of its form is a
 * {@link ReceiptException}. For one thread at a time.
 */
public final class Members {
    private static final int ID_BYTES_MAX = 0xffff;
    private static final int AMOUNT_BYTES = 16;
    private static final Set<String> LOG = Set.of("origin", "vkey");
    private static final HexFormat HEX = HexFormat.of();

    private final JsonObject object;
    private final String where;
    private final String files;

    /** Checks that the value is an object of a receipt and has no other members than these. */
    Members(JsonValue value, String where, Set<String> known) {
        this(value, where, known, "receipts");
    }

    /**
     * Checks that the value is an object and has no other members than these.
     *
     * @param files the word for files of this format, for messages
     */
    public Members(JsonValue value, String where, Set<String> known, String files) {
        if (!(value instanceof JsonObject members)) {
            throw new ReceiptException(where + " must be a JSON object.");
        }
        for (String name : members.members().keySet()) {
            if (!known.contains(name)) {
                throw new ReceiptException(where + " has a member '" + name + "' that " + files + " do not have.");
            }
        }
        this.files = files;
        this.object = members;
        this.where = where;
    }

    /** Returns a member, which must be there. */
    public JsonValue value(String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            throw new ReceiptException(where + " lacks the member '" + name + "'.");
        }
        return value;
    }

    boolean has(String name) {
        return object.get(name) != null;
    }

    /** Reads a text. */
    public String text(String name) {
        if (value(name) instanceof JsonString string) {
            return string.value();
        }
        throw other(name, "a string");
    }

    @Nullable
    String optionalText(String name) {
        return has(name) ? text(name) : null;
    }

    /** Reads a text of 1 to 65,535 bytes. */
    public String id(String name) {
        String text = text(name);
        boolean fits =
                text.length() <= ID_BYTES_MAX / 3 || text.getBytes(StandardCharsets.UTF_8).length <= ID_BYTES_MAX;
        if (!fits || text.isEmpty()) {
            throw other(name, "a text of 1 to 65535 bytes");
        }
        return text;
    }

    /** Reads an array. */
    public List<JsonValue> array(String name) {
        if (value(name) instanceof JsonArray array) {
            return array.values();
        }
        throw other(name, "an array");
    }

    boolean isNull(String name) {
        return value(name) == JsonNull.NULL;
    }

    /** Reads a hash. */
    public Hash hash(String name) {
        String text = text(name);
        try {
            return Hash.parse(text);
        } catch (IllegalArgumentException e) {
            throw other(name, "0x and 64 lower-case hex digits");
        }
    }

    /** Reads a hash that is null in the file where the hashed bytes have zeros. */
    Hash hashOrNone(String name) {
        if (isNull(name)) {
            return Hash.ZERO;
        }
        Hash hash = hash(name);
        if (hash.equals(Hash.ZERO)) {
            throw other(name, "null, or a hash that is not all zeros");
        }
        return hash;
    }

    /** Reads a salt. */
    public Salt salt(String name) {
        String text = text(name);
        if (text.length() == 2 * Salt.LENGTH) {
            try {
                byte[] bytes = HEX.parseHex(text);
                if (HEX.formatHex(bytes).equals(text)) {
                    return new Salt(bytes);
                }
            } catch (IllegalArgumentException e) {
                throw other(name, "32 lower-case hex digits");
            }
        }
        throw other(name, "32 lower-case hex digits");
    }

    Countersignature countersignature(String name) {
        String text = text(name);
        try {
            return Countersignature.of(Base64Text.decode(text));
        } catch (IllegalArgumentException e) {
            throw other(name, "the Base64 of 64 bytes");
        }
    }

    /** Reads a time as milliseconds since 1970-01-01T00:00:00Z. */
    public long time(String name) {
        String text = text(name);
        try {
            return UtcText.parse(text);
        } catch (IllegalArgumentException e) {
            throw other(name, "a time as in 2026-03-01T09:30:00.000Z");
        }
    }

    /** Reads the object with a log's key and the origin it is named by. */
    public VerifierKey logKey(String name) {
        Members log = new Members(value(name), "the log", LOG, files);
        VerifierKey key = VerifierKey.parse(log.text("vkey"));
        if (!key.name().equals(log.text("origin"))) {
            throw log.other("origin", "the name in its vkey, '" + key.name() + "'");
        }
        if (key.algorithm() != KeyAlgorithm.ED25519) {
            throw log.other("vkey", "a key of type 1, Ed25519");
        }
        return key;
    }

    /** Reads the text of a C2SP tlog-proof without extra data. */
    public LogProof logProof(String name) {
        LogProof proof = LogProof.parse(text(name).getBytes(StandardCharsets.UTF_8));
        if (proof.extra() != null) {
            throw other(name, "a proof without extra data");
        }
        return proof;
    }

    /** Checks that the array holds exactly these texts. */
    public void sentences(String name, List<String> sentences) {
        List<JsonValue> expected =
                sentences.stream().<JsonValue>map(JsonString::new).toList();
        if (!array(name).equals(expected)) {
            throw other(name, "exactly the sentences of the format");
        }
    }

    /** Reads an amount written as a string, in the one shortest plain form. */
    Amount amount(String name) {
        String text = text(name);
        try {
            Amount amount = Amount.parse(text);
            if (amount.toString().equals(text)) {
                return amount;
            }
        } catch (AmountException e) {
            throw other(name, "an exact amount as a string (" + e.getMessage() + ")");
        }
        throw other(name, "an amount in its shortest plain form");
    }

    /** Reads an amount that fits the 16 bytes of the hashed form. */
    Amount balance(String name) {
        Amount amount = amount(name);
        try {
            amount.writeFixed128(new byte[AMOUNT_BYTES], 0);
            return amount;
        } catch (AmountException e) {
            throw other(name, "a balance below 10^20 in magnitude");
        }
    }

    /** Reads a whole number from {@code min} to 2^63 - 1. */
    long whole(String name, long min) {
        if (value(name) instanceof JsonNumber number) {
            BigDecimal value = number.value();
            if (value.scale() <= 0 && value.precision() - value.scale() <= 19) {
                try {
                    long whole = value.longValueExact();
                    if (whole >= min) {
                        return whole;
                    }
                } catch (ArithmeticException e) {
                    throw other(name, "a whole number below 2^63");
                }
            }
        }
        throw other(name, "a whole number of at least " + min);
    }

    /** Returns the failure of a member that is not what it must be. */
    public ReceiptException other(String name, String expected) {
        return new ReceiptException("'" + name + "' in " + where + " must be " + expected + ".");
    }
}
