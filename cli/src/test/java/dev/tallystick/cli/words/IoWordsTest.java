package dev.tallystick.cli.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What really happens with files and connections, in words. */
class IoWordsTest {
    private interface Attempt {
        void make() throws Exception;
    }

    @TempDir
    private Path folder;

    private static String words(Attempt attempt) {
        IOException failure = catchThrowableOfType(IOException.class, attempt::make);
        assertThat(failure).isNotNull();
        return IoWords.of(failure);
    }

    private static void get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding());
        }
    }

    @Test
    void files() throws Exception {
        Path file = Files.write(folder.resolve("latin1"), new byte[] {(byte) 0xe9, '\n'});
        assertThat(words(() -> Files.readAllBytes(folder.resolve("nothing")))).isEqualTo("no such file");
        assertThat(words(() -> Files.readAllBytes(folder))).isEqualTo("it is a folder");
        assertThat(words(() -> Files.readAllLines(file))).isEqualTo("it is not UTF-8 text");
        assertThat(words(() -> Files.createDirectory(file))).isEqualTo("something of that name is there already");
        assertThat(words(() -> Files.write(file.resolve("below"), new byte[0]))).isEqualTo("not a directory");
        assertThat(words(() -> new GZIPInputStream(new ByteArrayInputStream(new byte[20]))))
                .isEqualTo("its gzip data is damaged: not in GZIP format");
        assertThat(words(() -> new GZIPInputStream(new ByteArrayInputStream(new byte[] {0x1f}))))
                .isEqualTo("it ends too early");
        assertThat(IoWords.of(new FileSystemException("x", null, null))).isEqualTo("the file system refused it");
    }

    @Test
    void connections() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        assertThat(words(() -> get("http://127.0.0.1:" + closed))).isEqualTo("nothing listens there");
        assertThat(IoWords.of(new ConnectException("Connection timed out."))).isEqualTo("connection timed out");
        assertThat(IoWords.of(new IOException((String) null))).isEqualTo("the connection broke off");
    }
}
