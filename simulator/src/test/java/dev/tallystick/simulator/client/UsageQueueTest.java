package dev.tallystick.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.client.Delta;
import dev.tallystick.client.FlushSchedule;
import dev.tallystick.client.QueueFullException;
import dev.tallystick.client.RetryPolicy;
import dev.tallystick.client.Scope;
import dev.tallystick.client.SpoolException;
import dev.tallystick.client.Tallystick;
import dev.tallystick.client.UnreachableException;
import dev.tallystick.client.UsageQueue;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.ServerSettings;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue of the Java client, over a restart of its program. */
class UsageQueueTest {
    private static TallystickServer server;
    private static String key;

    @TempDir
    private Path folder;

    private final List<Runnable> soon = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    /** Runs nothing by itself. */
    private final FlushSchedule schedule = new FlushSchedule() {
        @Override
        public void every(Duration period, Runnable flush) {}

        @Override
        public void soon(Runnable flush) {
            soon.add(flush);
        }

        @Override
        public void close() {}
    };

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TallystickServer.start(
                new ServerSettings(data, new HttpSettings("127.0.0.1", 0), ServerSettings.LogLevel.ERROR),
                InstantSource.system());
        key = server.firstRun().sandboxApiKey();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Tallystick connected() {
        return Tallystick.at(server.url(), key).rememberChains().build();
    }

    private UsageQueue queue(Tallystick client, int rowsMax, int flushAt) {
        return UsageQueue.open(
                client,
                folder.resolve("spool"),
                new UsageQueue.Options(rowsMax, flushAt, Duration.ofSeconds(1), new Random(7)),
                schedule,
                (row, why) -> refused.add(row.item().referenceId() + " " + why.code()));
    }

    @Test
    void aQueueOutlivesItsProgram_andSendsEachRowOnce() throws Exception {
        Tallystick nobody =
                Tallystick.at("http://127.0.0.1:1", key).retry(RetryPolicy.NONE).build();
        UsageQueue before = queue(nobody, 3, 2);
        before.add(Delta.of("queued", "-1", "One").withReference("day:1"));
        before.add(Delta.of("queued", "-2", "Two"));
        assertThat(soon).as("two rows bring about a flush").hasSize(1);
        soon.getFirst().run();
        assertThat(before.lastFailure()).isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> queue(nobody, 3, 2)).isInstanceOf(SpoolException.class);
        before.add(Delta.of("queued", "0", "Refused").withReference("day:3"));
        assertThatThrownBy(() -> before.add(Delta.of("queued", "-4", "Too many")))
                .isInstanceOf(QueueFullException.class);
        before.close();

        byte[] spooled = Files.readAllBytes(folder.resolve("spool"));
        Tallystick client = connected();
        try (UsageQueue after = queue(client, 3, 2)) {
            assertThat(after.size()).isEqualTo(3);
            after.flush();
            assertThat(after.size()).isZero();
            assertThat(refused).containsExactly("day:3 VALIDATION_ERROR");
            assertThat(Files.size(folder.resolve("spool"))).isZero();
        }
        // As if it had crashed after the server's answer and before it noted that down.
        Files.write(folder.resolve("spool"), spooled);
        try (UsageQueue again = queue(client, 3, 2)) {
            again.flush();
        }
        assertThat(client.derive("queued", Scope.CURRENT_MONTH).computedBalance())
                .isEqualTo(Amount.parse("-3"));
    }

    @Test
    void aTornLastRowIsCut_andDamageBeforeItRefused() throws Exception {
        Tallystick client = connected();
        try (UsageQueue queue = queue(client, 9, 9)) {
            queue.add(List.of(Delta.of("torn", "-1", "One"), Delta.of("torn", "-2", "Two")));
        }
        Path spool = folder.resolve("spool");
        try (RandomAccessFile file = new RandomAccessFile(spool.toFile(), "rw")) {
            file.setLength(file.length() - 3);
        }
        try (UsageQueue queue = queue(client, 9, 9)) {
            assertThat(queue.size()).isEqualTo(1);
            queue.add(Delta.of("torn", "-4", "Three"));
        }
        try (UsageQueue queue = queue(client, 9, 9)) {
            assertThat(queue.size()).as("the torn row is gone for good").isEqualTo(2);
        }
        try (RandomAccessFile file = new RandomAccessFile(spool.toFile(), "rw")) {
            file.seek(20);
            file.write('!');
        }
        assertThatThrownBy(() -> queue(client, 9, 9))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("offset 0");
    }
}
