package dev.tallystick.simulator.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One kept-alive HTTP connection, with nothing that retries or hides a failure. For one thread. */
public final class HttpConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REPLY_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String common;

    /**
     * Connects to a port of this machine.
     *
     * @param apiKey sent with every request; empty for none
     */
    public HttpConnection(int port, String apiKey) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(REPLY_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        common = " HTTP/1.1\r\nHost: 127.0.0.1:" + port + (apiKey.isEmpty() ? "" : "\r\nX-Api-Key: " + apiKey);
    }

    /** Sends a GET and waits for the reply. */
    public HttpReply get(String path) throws IOException {
        return exchange("GET " + path + common + "\r\n\r\n", new byte[0]);
    }

    /**
     * Sends a POST and waits for the reply.
     *
     * @param moreHeaders whole lines, each ended by {@code \r\n}; may be empty
     */
    public HttpReply post(String path, String moreHeaders, byte[] body) throws IOException {
        String head = "POST " + path + common + "\r\nContent-Type: application/json\r\n" + moreHeaders
                + "Content-Length: " + body.length + "\r\n\r\n";
        return exchange(head, body);
    }

    private HttpReply exchange(String head, byte[] body) throws IOException {
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        socket.getOutputStream().write(whole);
        return read();
    }

    private HttpReply read() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the connection ended within a reply");
        }
        return new HttpReply(status, headers, body);
    }

    private String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended before a reply");
            }
            if (b != '\r') {
                bytes.write(b);
            }
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
