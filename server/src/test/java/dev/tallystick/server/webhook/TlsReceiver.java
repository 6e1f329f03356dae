package dev.tallystick.server.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A receiver over TLS on this machine, with a key and a self-signed certificate that the JDK's keytool makes. */
final class TlsReceiver implements AutoCloseable {
    private static final char[] PASSWORD = "password".toCharArray();

    private final KeyStore store;
    private final SSLServerSocket server;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    /** @param names the certificate's, such as {@code dns:hook.example} or {@code ip:127.0.0.1} */
    TlsReceiver(Path folder, String names) throws Exception {
        store = certificate(folder, names);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    private static KeyStore certificate(Path folder, String names) throws Exception {
        Path file = Files.createTempDirectory(folder, "tls").resolve("keys.p12");
        List<String> line = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "receiver",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=receiver",
                "-ext",
                "san=" + names);
        Process keytool = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(file.resolveSibling("keytool.txt").toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new AssertionError(Files.readString(file.resolveSibling("keytool.txt")));
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore made = KeyStore.getInstance("PKCS12");
            made.load(in, PASSWORD);
            return made;
        }
    }

    /** Trusts this receiver's certificate and no other. */
    SSLSocketFactory trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("receiver", store.getCertificate("receiver"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    int port() {
        return server.getLocalPort();
    }

    /** What came of the next connection: the request's bytes as text after the handshake, empty if there were none. */
    String next() throws InterruptedException {
        String what = seen.poll(20, TimeUnit.SECONDS);
        if (what == null) {
            throw new AssertionError("nobody connected");
        }
        return what;
    }

    private void accept() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                seen.add(read(socket));
            } catch (IOException e) {
                // The test is over, or the peer never came.
            }
        }
    }

    /** Reads until the body is there or the peer leaves. */
    private static String read(SSLSocket socket) {
        StringBuilder text = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            while (!text.toString().endsWith("}")) {
                int b = in.read();
                if (b < 0) {
                    break;
                }
                text.append((char) b);
            }
            socket.getOutputStream().write(Receiver.OK.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The peer refused the certificate: what counts is what came before.
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
