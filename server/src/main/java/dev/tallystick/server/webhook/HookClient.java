package dev.tallystick.server.webhook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends webhooks over HTTP/1.1 to one endpoint. Small and of our own, because what matters here is what common clients
 * hide: the name is resolved once, every address is checked, the connection goes to the very address that was checked,
 * the certificate is held against the name, nothing is followed, and one deadline holds for all of it. Thread-safe.
 */
final class HookClient implements AutoCloseable {
    private static final int REPLY_MAX = 16 << 10;
    private static final int ADDRESSES_MAX = 4;
    private static final int IDLE_MAX = 64;
    private static final long IDLE_MILLIS = 30_000;

    private final Resolver resolver;
    private final AddressRule rule;
    private final SSLSocketFactory tls;
    private final Timer timer;
    private final long limitMillis;
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    HookClient(Resolver resolver, AddressRule rule, SSLSocketFactory tls, Timer timer, long limitMillis) {
        this.resolver = resolver;
        this.rule = rule;
        this.tls = tls;
        this.timer = timer;
        this.limitMillis = limitMillis;
    }

    /**
     * An open connection to the origin of a URL.
     *
     * @param plain what TLS lies on, or the socket itself: closing it from outside never blocks, closing TLS may
     */
    private record Connection(String origin, Socket plain, Socket socket, BufferedInputStream in, long usedAt) {}

    /** What can be closed from outside when time is up, and whether it was. */
    private static final class Deadline {
        private final AtomicBoolean passed = new AtomicBoolean();
        private volatile @Nullable Socket socket;

        void pass() {
            passed.set(true);
            closeQuietly(socket);
        }

        void watch(Socket watched) throws IOException {
            socket = watched;
            if (passed.get()) {
                throw new IOException("time is up");
            }
        }
    }

    /**
     * Posts a body and waits for what comes of it, at most the limit given to the constructor.
     *
     * @param headers whole header lines beyond those of HTTP itself, each ended by CR LF
     */
    Answer post(URI url, String headers, byte[] body) {
        Deadline deadline = new Deadline();
        Timer.Waiting watch = timer.at(timer.now() + limitMillis, deadline::pass);
        try {
            return exchange(url, request(url, headers, body), deadline);
        } catch (RefusedAddress | UnknownHostException e) {
            return Answer.none("Not sent: " + e.getMessage() + ".");
        } catch (SSLException e) {
            return Answer.none(late(deadline, TlsProblem.sentence(e, host(url))));
        } catch (IOException e) {
            String why = Objects.requireNonNullElse(e.getMessage(), "the connection broke off");
            return Answer.none(late(deadline, "No answer: " + why + "."));
        } finally {
            watch.cancel();
        }
    }

    private String late(Deadline deadline, String otherwise) {
        return deadline.passed.get() ? "No answer within " + limitMillis + " ms." : otherwise;
    }

    private Answer exchange(URI url, byte[] request, Deadline deadline) throws IOException {
        Connection reused = takeIdle(origin(url));
        if (reused != null) {
            try {
                return exchange(reused, request, deadline);
            } catch (ReplyReader.NothingCame | java.net.SocketException e) {
                if (deadline.passed.get()) {
                    throw e;
                }
                // The receiver had closed the idle connection; a fresh one tells more.
            }
        }
        return exchange(connect(url, deadline), request, deadline);
    }

    private Answer exchange(Connection connection, byte[] request, Deadline deadline) throws IOException {
        boolean keep = false;
        try {
            deadline.watch(connection.plain());
            connection.socket().getOutputStream().write(request);
            ReplyReader reader = new ReplyReader(connection.in(), REPLY_MAX);
            Answer answer = reader.read();
            keep = reader.reusable() && !deadline.passed.get();
            return answer;
        } finally {
            if (keep) {
                keepIdle(connection);
            } else {
                closeQuietly(connection.socket());
            }
        }
    }

    private static byte[] request(URI url, String headers, byte[] body) {
        String path = url.getRawPath();
        String query = url.getRawQuery();
        String head = "POST " + (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query)
                + " HTTP/1.1\r\nHost: " + url.getRawAuthority()
                + "\r\nUser-Agent: Tallystick-Webhooks/1\r\nAccept: */*\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length + "\r\n" + headers + "\r\n";
        byte[] ascii = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[ascii.length + body.length];
        System.arraycopy(ascii, 0, request, 0, ascii.length);
        System.arraycopy(body, 0, request, ascii.length, body.length);
        return request;
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    private static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean secure(URI url) {
        return url.getScheme().equalsIgnoreCase("https");
    }

    /** Connects to an address that was resolved and checked here, and nowhere else. */
    private Connection connect(URI url, Deadline deadline) throws IOException {
        String host = host(url);
        int port = url.getPort() >= 0 ? url.getPort() : secure(url) ? 443 : 80;
        List<InetAddress> addresses = resolver.resolve(host);
        for (InetAddress address : addresses) {
            String refusal = rule.refusal(address);
            if (refusal != null) {
                throw new RefusedAddress(refusal);
            }
        }
        IOException failure = new UnknownHostException("the name " + host + " has no address");
        for (InetAddress address : addresses.subList(0, Math.min(addresses.size(), ADDRESSES_MAX))) {
            Socket socket = new Socket(Proxy.NO_PROXY);
            try {
                deadline.watch(socket);
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), (int) limitMillis);
                Socket ready = secure(url) ? handshake(socket, host, port) : socket;
                return new Connection(
                        origin(url), socket, ready, new BufferedInputStream(ready.getInputStream()), timer.now());
            } catch (IOException e) {
                closeQuietly(socket);
                failure = e;
            }
        }
        throw failure;
    }

    private Socket handshake(Socket socket, String host, int port) throws IOException {
        // Layered over the connected socket, the name serves SNI and the certificate's check; it is not resolved again.
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private synchronized @Nullable Connection takeIdle(String origin) {
        while (!idle.isEmpty()) {
            Connection connection = idle.removeLast();
            if (connection.origin().equals(origin) && timer.now() - connection.usedAt() < IDLE_MILLIS) {
                return connection;
            }
            closeQuietly(connection.socket());
        }
        return null;
    }

    private synchronized void keepIdle(Connection connection) {
        if (closed || idle.size() >= IDLE_MAX) {
            closeQuietly(connection.socket());
        } else {
            idle.addLast(new Connection(
                    connection.origin(), connection.plain(), connection.socket(), connection.in(), timer.now()));
        }
    }

    private static void closeQuietly(@Nullable Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is given up either way.
            }
        }
    }

    /** Closes what is idle; what is under way ends by itself. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(connection -> closeQuietly(connection.socket()));
        idle.clear();
    }

    /** The rule refuses an address. */
    private static final class RefusedAddress extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedAddress(String why) {
            super(why);
        }
    }
}
