package dev.tallystick.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.WebhookSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that fail in every way a stranger's machine can. */
class HostileReceiverTest {
    private static final long LIMIT = 10_000;
    private static final WebhookSettings ONLY_THIS =
            new WebhookSettings(false, List.of(AddressRange.parse("127.0.0.1")), null);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final FakeTime time = new FakeTime();
    private final Receiver receiver = new Receiver();
    private Resolver resolver = host -> List.of(InetAddress.getAllByName(host));

    @AfterEach
    void close() {
        receiver.close();
    }

    private HookClient client(WebhookSettings settings) {
        return new HookClient(
                host -> resolver.resolve(host),
                new AddressRule(settings),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                time,
                LIMIT);
    }

    private Answer post(String url) {
        try (HookClient client = client(ONLY_THIS)) {
            return client.post(URI.create(url), "", BODY);
        }
    }

    @Test
    void aFailureWithoutAMessageGetsWords() {
        try (HookClient client = new HookClient(
                host -> resolver.resolve(host), new AddressRule(ONLY_THIS), new WordlessSockets(), time, LIMIT)) {
            Answer answer = client.post(URI.create(receiver.url().replace("http:", "https:")), "", BODY);
            assertThat(answer.sentence()).isEqualTo("No answer: the connection broke off.");
        }
    }

    /** Fails as closed channels do: without a message. */
    private static final class WordlessSockets extends SSLSocketFactory {
        @Override
        public String[] getDefaultCipherSuites() {
            return new String[0];
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return new String[0];
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean closing) throws IOException {
            throw new ClosedChannelException();
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new ClosedChannelException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress here, int herePort) throws IOException {
            throw new ClosedChannelException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw new ClosedChannelException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress here, int herePort) throws IOException {
            throw new ClosedChannelException();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok                                  , 200, ok
            HTTP/1.1 204 No Content\\r\\n\\r\\n                                                 , 204, ''
            HTTP/1.1 103 Early\\r\\n\\r\\nHTTP/1.1 201 Made\\r\\nContent-Length: 1\\r\\n\\r\\nx  , 201, x
            HTTP/1.1 500 No\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\n2\\r\\nde\\r\\n0\\r\\n\\r\\n, 500, abcde
            HTTP/1.0 200 OK\\r\\n\\r\\nto the end                                             , 200, to the end
            """)
    void ordinaryRepliesAreRead(String reply, int status, String body) {
        boolean ends = reply.startsWith("HTTP/1.0");
        String raw = reply.replace("\\r", "\r").replace("\\n", "\n");
        try (Receiver plain = new Receiver();
                HookClient client = client(ONLY_THIS)) {
            plain.answering(request -> raw);
            if (ends) {
                // It is over when the connection is.
                plain.answering(request -> {
                    plain.closeAfter(raw);
                    return null;
                });
            }
            Answer answer = client.post(URI.create(plain.url()), "", BODY);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n",
                "HTTP/1.1 99 Low\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
            })
    void whatIsNoReplyIsAFailure(String reply) {
        receiver.answering(reply);
        assertThat(post(receiver.url()).delivered()).isFalse();
        assertThat(post(receiver.url()).sentence()).startsWith("No answer: it");
    }

    @Test
    void aReceiverThatHangsIsLeftWhenTimeIsUp() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        receiver.answering(request -> {
            asked.countDown();
            new CountDownLatch(1).await();
            return Receiver.OK;
        });
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> post(receiver.url()), threads());
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        time.pass(LIMIT - 1);
        assertThat(answer).isNotDone();
        time.pass(1);
        assertThat(answer.get(10, TimeUnit.SECONDS).sentence()).isEqualTo("No answer within 10000 ms.");
    }

    private static ExecutorService threads() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    @Test
    void aReceiverThatDripsItsReplyIsLeftWhenTimeIsUp() throws Exception {
        CountDownLatch dripped = new CountDownLatch(3);
        receiver.answering(request -> {
            receiver.drip("HTTP/1.1 200 OK\r\nX: " + "a".repeat(200), dripped);
            return null;
        });
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> post(receiver.url()), threads());
        assertThat(dripped.await(10, TimeUnit.SECONDS)).isTrue();
        time.pass(LIMIT);
        assertThat(answer.get(10, TimeUnit.SECONDS).delivered()).isFalse();
    }

    @Test
    void aHugeReplyIsReadToASmallBoundAndItsConnectionGivenUp() {
        receiver.answering("HTTP/1.1 500 No\r\nContent-Length: 10000000\r\n\r\n" + "x".repeat(10_000_000));
        try (HookClient client = client(ONLY_THIS)) {
            assertThat(client.post(URI.create(receiver.url()), "", BODY).body()).hasSize(16 << 10);
            receiver.answering("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n" + "x".repeat(10_000_000));
            assertThat(client.post(URI.create(receiver.url()), "", BODY).delivered())
                    .isTrue();
        }
        assertThat(receiver.connections()).isEqualTo(2);
    }

    @Test
    void anEndlessHeadIsCutOff() {
        receiver.answering("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1_000_000));
        assertThat(post(receiver.url()).sentence()).contains("the head of its reply is too long");
    }

    @Test
    void aRedirectToAPrivateAddressIsNotFollowed() {
        try (Receiver secret = new Receiver()) {
            receiver.answering(
                    "HTTP/1.1 307 Over there\r\nLocation: " + secret.url() + "\r\nContent-Length: 0\r\n\r\n");
            assertThat(post(receiver.url()).sentence()).isEqualTo("It answered 307; redirects are not followed.");
            assertThat(secret.received()).isEmpty();
        }
    }

    @Test
    void theAddressThatWasCheckedIsTheOneConnectedTo() {
        // The name changes with every look-up, as an attacker's would between check and use.
        ArrayDeque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "127.0.0.2"));
        resolver = host -> List.of(InetAddress.ofLiteral(answers.remove()));
        try (Receiver inner = new Receiver("127.0.0.2", receiver.port())) {
            String url = "http://rebind.example:" + receiver.port() + "/";
            assertThat(post(url).delivered()).isTrue();
            assertThat(answers).as("look-ups for one connection").hasSize(1);
            assertThat(post(url).sentence())
                    .startsWith("Not sent: the address 127.0.0.2 is not public")
                    .contains("webhook-allow");
            assertThat(inner.connections()).isZero();
        }
        assertThat(receiver.received().getFirst().headers()).containsEntry("host", "rebind.example:" + receiver.port());
    }

    @Test
    void oneClosedAddressAmongOpenOnesIsEnoughToRefuse() {
        resolver = host -> List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("10.0.0.1"));
        assertThat(post("http://both.example:" + receiver.port() + "/").sentence())
                .contains("10.0.0.1 is not public");
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void connectionsAreKeptAndOneClosedMeanwhileIsReplaced() {
        try (HookClient client = client(ONLY_THIS)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.post(URI.create(receiver.url()), "", BODY).delivered())
                        .isTrue();
            }
            assertThat(receiver.connections()).isEqualTo(1);
            receiver.closeConnections();
            assertThat(client.post(URI.create(receiver.url()), "", BODY).delivered())
                    .isTrue();
            assertThat(receiver.connections()).isEqualTo(2);
        }
    }

    @Test
    void aNameNobodyKnowsIsAFailure() {
        resolver = host -> {
            throw new java.net.UnknownHostException("the name " + host + " is not known");
        };
        assertThat(post("http://nowhere.example/").sentence())
                .isEqualTo("Not sent: the name nowhere.example is not known.");
    }

    @Test
    void oneHangingReceiverDelaysNobodyElse(@TempDir Path folder) throws Exception {
        CountDownLatch asked = new CountDownLatch(8);
        receiver.answering(request -> {
            asked.countDown();
            new CountDownLatch(1).await();
            return Receiver.OK;
        });
        CountDownLatch told = new CountDownLatch(200);
        try (Receiver other = new Receiver();
                HookedPlane hooked = new HookedPlane(folder, time, threads())) {
            other.answering(request -> {
                told.countDown();
                return Receiver.OK;
            });
            hooked.endpoint("webhook_dead", receiver.url());
            hooked.endpoint("webhook_good", other.url());
            for (int customer = 0; customer < 10; customer++) {
                hooked.emit("c" + customer, 19);
            }
            // An event that is noticed only after the clock was moved waits for its next move.
            for (int moves = 0; moves < 400 && !told.await(50, TimeUnit.MILLISECONDS); moves++) {
                time.pass(100);
            }
            assertThat(told.getCount()).isZero();
            // The writer goes on as well.
            hooked.emit("late", 1);
            assertThat(hooked.webhooks.standing().of("webhook_dead").pending()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "3fff::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void addressesThatAreNotPublicAreRefused(String address) {
        assertThat(new AddressRule(WebhookSettings.DEFAULT).refusal(InetAddress.ofLiteral(address)))
                .isNotNull();
        assertThat(new AddressRule(new WebhookSettings(true, List.of(), null)).refusal(InetAddress.ofLiteral(address)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.169.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void publicAddressesAreNot(String address) {
        assertThat(new AddressRule(WebhookSettings.DEFAULT).refusal(InetAddress.ofLiteral(address)))
                .isNull();
    }
}
