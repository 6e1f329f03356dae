package dev.tallystick.ledger.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.record.Salt;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCodecTest {
    private static final String TIME = "0000000000000000";
    private static final String HASH = "00".repeat(32);

    @Provide
    Arbitrary<Event> events() {
        return EventArbitraries.events();
    }

    static byte[] encoded(Event event) {
        ByteSink sink = new ByteSink(0);
        EventCodec.encode(event, sink);
        return sink.toBytes();
    }

    private static Event decoded(byte[] bytes) {
        return EventCodec.decode(bytes, 0, bytes.length);
    }

    @Property(tries = 400)
    void event_readBack_isTheSame(@ForAll("events") Event event, @ForAll @IntRange(max = 3) int offset) {
        byte[] bytes = encoded(event);
        byte[] within = new byte[bytes.length + 2 * offset];
        Arrays.fill(within, (byte) 0xAA);
        System.arraycopy(bytes, 0, within, offset, bytes.length);

        Event back = EventCodec.decode(within, offset, bytes.length);

        assertThat(back).isEqualTo(event);
        assertThat(encoded(back)).isEqualTo(bytes);
    }

    @Property(tries = 100)
    void event_cutAnywhere_isMalformed(@ForAll("events") Event event) {
        byte[] bytes = encoded(event);
        for (int length = 0; length < bytes.length; length++) {
            int cut = length;
            assertThatExceptionOfType(MalformedBytesException.class)
                    .as("the first %d of %d bytes", cut, bytes.length)
                    .isThrownBy(() -> EventCodec.decode(bytes, 0, cut));
        }
    }

    @Property(tries = 100)
    void event_withAByteMore_isMalformed(@ForAll("events") Event event) {
        byte[] longer = Arrays.copyOf(encoded(event), encoded(event).length + 1);
        assertThatExceptionOfType(MalformedBytesException.class).isThrownBy(() -> decoded(longer));
    }

    @Property(tries = 60)
    void event_withAnyBitFlipped_isMalformedOrAnotherEvent(@ForAll("events") Event event) {
        byte[] bytes = encoded(event);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            malformedOrAnotherEvent(bytes, event);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
    }

    @Property(tries = 400)
    void event_withAnyByteReplaced_isMalformedOrAnotherEvent(
            @ForAll("events") Event event, @ForAll int position, @ForAll byte value) {
        byte[] bytes = encoded(event);
        int at = Math.floorMod(position, bytes.length);
        if (bytes[at] != value) {
            bytes[at] = value;
            malformedOrAnotherEvent(bytes, event);
        }
    }

    @Property(tries = 1000)
    void bytes_ofAnyKind_areMalformedOrAnEvent(
            @ForAll @IntRange(max = 19) int type, @ForAll @IntRange(max = 3) int version, @ForAll byte[] rest) {
        byte[] bytes = new byte[rest.length + 2];
        bytes[0] = (byte) type;
        bytes[1] = (byte) version;
        System.arraycopy(rest, 0, bytes, 2, rest.length);
        malformedOrAnotherEvent(bytes, null);
    }

    /** Any other exception fails the test by itself. An event is well formed if its own bytes read back as it. */
    private static void malformedOrAnotherEvent(byte[] bytes, Event original) {
        Event other;
        try {
            other = decoded(bytes);
        } catch (MalformedBytesException e) {
            assertThat(e.offset()).isBetween(0, bytes.length);
            return;
        }
        if (!encodesMetadata(other)) {
            assertThat(other).isNotEqualTo(original);
        }
        assertThat(decoded(encoded(other))).isEqualTo(other);
    }

    /** Metadata is JSON, of which two texts can mean the same: a flipped bit may turn {@code \b} into {@code \u0008}. */
    private static boolean encodesMetadata(Event event) {
        return event instanceof Event.DeltaRecorded delta && delta.item().metadata() != null;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # bytes                                          , offset, sentence begins with
            NONE                                             , 0     , Expected 1 more bytes
            00 01                                            , 0     , event type 0 is unknown
            63 01                                            , 0     , event type 99 is unknown
            02 00                                            , 1     , event version 0 of type 2 is unknown; expected 2
            02 03                                            , 1     , event version 3 of type 2 is unknown; expected 2
            06 01                                            , 1     , event version 1 of type 6 is unknown; expected 2
            # a window that ends where it starts, and a mode nobody knows
            06 02 TIME SALT 00 00 TIME TIME                  , 28    , a window from 0 to 0
            06 02 TIME SALT 00 00 TIME 0000000000000001 02   , 44    , checkpoint mode 2 is unknown
            06 02 TIME SALT 00 00 TIME 0000000000000001 00 02, 45    , byte 2 for provisional; expected 0 or 1
            # a key of zeros, a point of small order, is no key
            07 02 TIME SALT 00 00 00 01 61 HASH              , 29    , a customer's key that is none
            0a 02 TIME SALT 00 04                            , 27    , tenant settings 4; expected 0 to 3
            # a text of 2^32 + 1 bytes must not be taken for one of a single byte
            02 01 TIME 81 80 80 80 10 41 01 41 HASH          , 10    , a length or count of 4294967297
            # a text of 2^63 bytes
            02 01 TIME 80 80 80 80 80 80 80 80 80 01         , 10    , a length or count of 9223372036854775808
            # a lone continuation byte
            02 01 TIME 01 80 00 HASH                         , 11    , Expected
            # no scope, and a scope bit nobody knows
            03 01 TIME 00 00 00 00 HASH 00                   , 46    , API key scopes 0; expected 1 to 3
            03 01 TIME 00 00 00 00 HASH 04                   , 46    , API key scopes 4; expected 1 to 3
            # 2^63 answers, an unknown answer, a presence byte of 2, and a delta that is no number
            05 01 TIME 00 00 HASH 80 80 80 80 80 80 80 80 80 01, 44  , a length or count of 9223372036854775808
            05 01 TIME 00 00 HASH 01 03                      , 45    , answer kind 3 is unknown
            05 01 TIME 00 00 HASH 01 02 00 00 02             , 48    , presence byte 2
            05 01 TIME 00 00 HASH 01 02 00 00 00 01 01 78    , 49    , 'x' is not an amount
            # events that never had a layout without salt
            0c 01                                            , 1     , event version 1 of type 12 is unknown; expected 2
            0d 01                                            , 1     , event version 1 of type 13 is unknown; expected 2
            11 01                                            , 1     , event version 1 of type 17 is unknown; expected 2
            # an empty sealed secret, and a state nobody knows
            0f 02 TIME SALT 00 00 00                         , 28    , a sealed secret of 0 bytes; expected 1 to 1024
            0e 02 TIME SALT 00 00 00 00 05                   , 30    , endpoint state 5; expected 0
            """, quoteCharacter = '"')
    void bytes_thatAreNoEvent_areRefusedWithTheirPlace(String hex, int offset, String sentence) {
        byte[] bytes = HexFormat.of()
                .parseHex(hex.replace("NONE", "")
                        .replace("TIME", TIME)
                        .replace("HASH", HASH)
                        .replace("SALT", HASH.substring(32))
                        .replace(" ", ""));
        assertThatExceptionOfType(MalformedBytesException.class)
                .isThrownBy(() -> decoded(bytes))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset))
                .withMessageStartingWith(sentence);
    }

    /** Folders written before there were salts stay readable. */
    @Test
    void event_ofTheLayoutWithoutSalt_isReadWithZerosForIt() {
        byte[] bytes = HexFormat.of().parseHex("0201" + "0000019b76daa87b" + "0161" + "0141" + "ab".repeat(32));

        Event event = decoded(bytes);

        assertThat(event).isInstanceOf(Event.TenantOpened.class);
        assertThat(event.salt()).isEqualTo(Salt.NONE);
        assertThat(event.tenantId()).isEqualTo("a");
        assertThat(event.recordedAt()).isEqualTo(1_767_225_600_123L);
    }

    @ParameterizedTest
    @CsvSource({
        "80 00, an amount without digits",
        "13 00, an amount with 19 digits after the point",
        "93 00, an amount with 19 digits after the point",
        // 10^38, one digit too many before the point
        "80 10 4b3b4ca85a86c47a098a224000000000, an amount out of range",
        // 0 with a digit after the point, 10 tenths, and 1 in the form for what does not fit 64 bits
        "01 00, an amount that is not in its shortest form",
        "01 14, an amount that is not in its shortest form",
        "80 01 01, an amount that is not in its shortest form",
    })
    void amount_thatIsNone_isRefused(String hex, String sentence) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatExceptionOfType(MalformedBytesException.class)
                .isThrownBy(() -> AmountCodec.decode(new ByteSource(bytes)))
                .withMessageStartingWith(sentence);
    }

    @Test
    void sum_withMoreDigitsThanMayBeSent_isReadBack() {
        Amount most = Amount.parse("99999999999999999999.999999999999999999");
        Amount sum = most.plus(most).plus(most);
        ByteSink sink = new ByteSink(0);
        AmountCodec.encode(sum, sink);
        assertThat(AmountCodec.decode(new ByteSource(sink.toBytes()))).isEqualTo(sum);
    }
}
