package dev.tallystick.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.WebhookSettings;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A webhook goes to nobody but the holder of a valid certificate for the very name in the endpoint's URL. */
class TlsNameTest {
    private static final byte[] BODY = "{\"secret\":\"balance\"}".getBytes(StandardCharsets.UTF_8);
    private static final WebhookSettings ONLY_THIS =
            new WebhookSettings(false, List.of(AddressRange.parse("127.0.0.1")), null);

    @TempDir
    private Path folder;

    private static Answer post(SSLSocketFactory trust, String host, int port) {
        // Whatever the name, it leads to the receiver, as for somebody who holds the name server.
        Resolver everything = name -> List.of(InetAddress.getByName("127.0.0.1"));
        try (HookClient client =
                new HookClient(everything, new AddressRule(ONLY_THIS), trust, new FakeTime(), 10_000)) {
            return client.post(URI.create("https://" + host + ":" + port + "/hook"), "X-Event-ID: evt_1\r\n", BODY);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dns:hook.example, hook.example",
        "dns:hook.example, HOOK.example",
        "dns:*.example.com, one.example.com",
        "'dns:other.example,dns:hook.example', hook.example",
        "ip:127.0.0.1, 127.0.0.1"
    })
    void aReceiverWithACertificateForTheNameGetsTheBody(String certified, String host) throws Exception {
        try (TlsReceiver receiver = new TlsReceiver(folder, certified)) {
            Answer answer = post(receiver.trusting(), host, receiver.port());
            assertThat(answer.status()).as(answer.sentence()).isEqualTo(200);
            assertThat(receiver.next()).startsWith("POST /hook HTTP/1.1\r\n").endsWith("balance\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dns:other.example, hook.example",
        "dns:hook.example, hook.example.net",
        "dns:hook.example, a.hook.example",
        "dns:*.example.com, a.b.example.com",
        "dns:*.example.com, example.com",
        "dns:127.0.0.1, 127.0.0.1",
        "ip:127.0.0.2, 127.0.0.1",
        "ip:127.0.0.1, hook.example"
    })
    void aReceiverWithACertificateForAnotherNameGetsNothing(String certified, String host) throws Exception {
        try (TlsReceiver receiver = new TlsReceiver(folder, certified)) {
            Answer answer = post(receiver.trusting(), host, receiver.port());
            assertThat(answer.delivered()).isFalse();
            assertThat(answer.status()).isZero();
            assertThat(answer.sentence())
                    .startsWith("TLS failed: the receiver's certificate is not accepted for " + host + " (")
                    .containsPattern("matching (IP address )?" + Pattern.quote(host) + " found")
                    .endsWith("). Nothing was sent.");
            assertThat(receiver.next()).isEmpty();
        }
    }

    @Test
    void aCertificateNobodyTrustsGetsNothing() throws Exception {
        try (TlsReceiver stranger = new TlsReceiver(folder, "dns:hook.example");
                TlsReceiver known = new TlsReceiver(folder, "dns:hook.example")) {
            Answer answer = post(known.trusting(), "hook.example", stranger.port());
            assertThat(answer.sentence())
                    .startsWith("TLS failed: ")
                    .contains("not accepted for hook.example", "PKIX path");
            assertThat(stranger.next()).isEmpty();
        }
    }

    @Test
    void aReceiverThatSpeaksNoTlsGetsNothingReadable() {
        try (Receiver plain = new Receiver()) {
            Answer answer = post((SSLSocketFactory) SSLSocketFactory.getDefault(), "hook.example", plain.port());
            assertThat(answer.delivered()).isFalse();
            assertThat(plain.received()).isEmpty();
        }
    }
}
