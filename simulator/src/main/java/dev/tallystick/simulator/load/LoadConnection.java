package dev.tallystick.simulator.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection of a load generator, with one request under way at most. Its thread only. */
final class LoadConnection {
    private static final byte[] LENGTH = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'};

    final SocketChannel channel;
    final ByteBuffer request;

    /** When the request under way was due. */
    long startedAt;

    /** What the last reply's first line said. */
    int status;

    private final ByteBuffer reply = ByteBuffer.allocateDirect(64 << 10);

    /** Bytes of the reply still to come; negative while its head is incomplete. */
    private long missing;

    LoadConnection(int port, ByteBuffer request) throws IOException {
        this.request = request;
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
    }

    /** Begins to send the request; true when all of it has left. */
    boolean send(long started) throws IOException {
        startedAt = started;
        missing = -1;
        reply.clear();
        return write();
    }

    /** Goes on sending; true when all of it has left. */
    boolean write() throws IOException {
        channel.write(request);
        return !request.hasRemaining();
    }

    /** Reads what has come; true when the reply is whole. */
    boolean read() throws IOException {
        while (true) {
            int count = channel.read(reply);
            if (count < 0) {
                throw new EOFException("the server closed a connection");
            }
            if (count == 0) {
                return false;
            }
            if (missing >= 0) {
                missing -= count;
                reply.clear();
            } else {
                head();
            }
            if (missing == 0) {
                return true;
            }
        }
    }

    private void head() throws IOException {
        int end = reply.position();
        for (int i = 3; i < end; i++) {
            if (reply.get(i) == '\n' && reply.get(i - 2) == '\n') {
                status = digit(9) * 100 + digit(10) * 10 + digit(11);
                missing = contentLength(i) - (long) (end - i - 1);
                reply.clear();
                return;
            }
        }
        if (!reply.hasRemaining()) {
            throw new IOException("a reply's head is longer than 64 KiB");
        }
    }

    private int digit(int at) {
        return reply.get(at) - '0';
    }

    private int contentLength(int headEnd) throws IOException {
        for (int i = 0; i < headEnd - LENGTH.length; i++) {
            if (isLengthAt(i)) {
                int length = 0;
                for (int at = i + LENGTH.length; reply.get(at) != '\r'; at++) {
                    if (reply.get(at) != ' ') {
                        length = length * 10 + digit(at);
                    }
                }
                return length;
            }
        }
        throw new IOException("a reply has no Content-Length");
    }

    private boolean isLengthAt(int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            // Header names are ASCII; this makes their letters small.
            if ((reply.get(at + i) | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }
}
