package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.http.TestServer.Answer;
import dev.tallystick.server.journal.JournalDamaged;
import dev.tallystick.server.journal.JournalUnreadable;
import dev.tallystick.server.sequencer.CommandUndecidedException;
import dev.tallystick.server.sequencer.RecordUnreadableException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client is told when a record of the journal cannot be read. */
class UnreadableRecordTest {
    private static final String API = "/api/v1/balance";
    private static final RecordUnreadableException DAMAGED = new RecordUnreadableException(
            new JournalDamaged(Path.of("/data/sandbox/journal/0007.journal"), 372, "this", "that"));
    private static final RecordUnreadableException BROKEN = new RecordUnreadableException(
            new JournalUnreadable("Reading", Path.of("/data/sandbox/journal/0007.journal"), new IOException("gone")));

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer failing(RuntimeException failure) {
        server.sandbox.failure = failure;
        try {
            return server.post(API + "/delta", TestServer.delta("acme", "1", ""));
        } finally {
            server.sandbox.failure = null;
        }
    }

    @Test
    void writeThatNeedsADamagedRecord_saysWhere_andNotToRepeatIt() {
        Answer answer = failing(new CommandUndecidedException(DAMAGED));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(answer.header("Retry-After")).isEqualTo("600");
        assertThat(answer.body())
                .contains("damaged in the server's journal (0007.journal, offset 372)")
                .contains("Nothing of this request was stored.")
                .contains("does not help until the operator has repaired")
                .doesNotContain("/data/");
    }

    @Test
    void writeThatNeedsARecordThatCannotBeReadJustNow_mayComeAgain() {
        Answer answer = failing(new CommandUndecidedException(BROKEN));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.body())
                .contains("Nothing of this request was stored; try again later.")
                .doesNotContain("/data/");
    }

    @Test
    void answerThatNeedsADamagedRecord_saysWhere() {
        Answer answer = failing(DAMAGED);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(answer.body()).contains("0007.journal, offset 372").doesNotContain("Nothing of this request");
    }
}
