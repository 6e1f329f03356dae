package dev.tallystick.server.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 reply (RFC 9112), never more than a small bound of it: receivers are not trusted. Whatever is not
 * plain makes the connection unfit for another request rather than the reader clever. For one thread.
 */
final class ReplyReader {
    private static final int HEAD_MAX = 8 << 10;
    private static final int LINE_MAX = 4 << 10;
    private static final int INTERIM_MAX = 5;
    private static final long SECOND = 1_000;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-9][0-9][0-9]( .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");

    private final InputStream in;
    private final int bodyMax;
    private int headBytes;
    private int status;
    private long contentLength = -1;
    private boolean chunked;
    private boolean close;
    private long retryAfterMillis;
    private boolean reusable;

    ReplyReader(InputStream in, int bodyMax) {
        this.in = in;
        this.bodyMax = bodyMax;
    }

    /** The connection ended before a byte of a reply had come. */
    static final class NothingCame extends IOException {
        private static final long serialVersionUID = 1L;

        NothingCame() {
            super("the connection ended without a reply");
        }
    }

    /** @throws IOException no whole head of a reply came */
    Answer read() throws IOException {
        int interim = 0;
        do {
            head();
            if (++interim > INTERIM_MAX) {
                throw new IOException("it sent nothing but interim replies");
            }
        } while (status / 100 == 1);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            boolean whole = body(body);
            reusable = whole && !close;
        } catch (IOException e) {
            // The status has come, and it is all that counts.
            reusable = false;
        }
        return new Answer(status, body.toString(StandardCharsets.UTF_8), retryAfterMillis, "");
    }

    /** Whether another request may go over the connection. */
    boolean reusable() {
        return reusable;
    }

    private void head() throws IOException {
        contentLength = -1;
        chunked = false;
        String line = line(true);
        if (line == null || !STATUS_LINE.matcher(line).matches()) {
            throw new IOException("it did not answer in HTTP/1.1");
        }
        close = line.startsWith("HTTP/1.0");
        status = Integer.parseInt(line.substring(9, 12));
        for (String header = line(false); header != null && !header.isEmpty(); header = line(false)) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IOException("its reply has a malformed header");
            }
            header(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
    }

    private void header(String name, String value) {
        switch (name) {
            case "content-length" -> {
                boolean sane = LENGTH.matcher(value).matches() && contentLength < 0;
                contentLength = sane ? Long.parseLong(value) : Long.MAX_VALUE;
            }
            case "transfer-encoding" -> {
                chunked = value.equalsIgnoreCase("chunked");
                close |= !chunked;
            }
            case "connection" -> close |= value.toLowerCase(Locale.ROOT).contains("close");
            case "retry-after" -> {
                // The other form, a date, would compare the receiver's clock with ours.
                retryAfterMillis = value.matches("[0-9]{1,9}") ? Long.parseLong(value) * SECOND : 0;
            }
            default -> {}
        }
    }

    /** Returns whether the whole body was read, so that the connection stands before the next reply. */
    private boolean body(ByteArrayOutputStream body) throws IOException {
        if (status == 204 || status == 304) {
            return true;
        }
        if (chunked) {
            close |= contentLength >= 0;
            return chunks(body);
        }
        long length = contentLength < 0 ? Long.MAX_VALUE : contentLength;
        copy(body, (int) Math.min(length, bodyMax));
        return contentLength >= 0 && contentLength <= bodyMax && body.size() == contentLength;
    }

    private boolean chunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = line(false);
            if (size == null || !size.matches("[0-9a-fA-F]{1,7}(;.*)?")) {
                return false;
            }
            int length = Integer.parseInt(size.split(";", 2)[0], 16);
            if (length == 0) {
                String last = line(false);
                return last != null && last.isEmpty();
            }
            int room = bodyMax - body.size();
            int before = body.size();
            copy(body, Math.min(length, room));
            if (length > room || body.size() - before < length || !"".equals(line(false))) {
                return false;
            }
        }
    }

    private void copy(ByteArrayOutputStream body, int count) throws IOException {
        byte[] buffer = new byte[Math.min(count, 4 << 10)];
        int left = count;
        while (left > 0) {
            int read = in.read(buffer, 0, Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            body.write(buffer, 0, read);
            left -= read;
        }
    }

    /** A line without its end, or null at the end of the stream. */
    private @Nullable String line(boolean first) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        while (true) {
            int b = in.read();
            if (b < 0) {
                if (first && line.size() == 0) {
                    throw new NothingCame();
                }
                throw new IOException("its reply broke off");
            }
            headBytes++;
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            if (line.size() >= LINE_MAX || headBytes > HEAD_MAX) {
                throw new IOException("the head of its reply is too long");
            }
            line.write(b);
        }
    }
}
