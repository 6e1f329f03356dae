package dev.tallystick.server.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.log.HeadChange;
import dev.tallystick.proof.log.HeadChange.Verdict;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.AddCheckpointRequest;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.NoteSignature;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.ReceiptVerifier;
import dev.tallystick.proof.receipt.Step;
import dev.tallystick.proof.receipt.StepResult;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.proof.record.Salt;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.server.config.LogSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator who has the log's key and lies: each lie is caught by real parts, and both heads are named. */
class DishonestOperatorTest {
    @TempDir
    Path folder;

    private static void named(HeadChange change, Verdict verdict, TreeHead before, TreeHead after) {
        assertThat(change.verdict()).as(change.message()).isEqualTo(verdict);
        assertThat(change.honest()).isFalse();
        names(change.message(), before, after);
    }

    private static void names(String message, TreeHead before, TreeHead after) {
        for (TreeHead head : List.of(before, after)) {
            assertThat(message).contains(head.origin() + " with " + head.size() + " leaves and root " + head.root());
        }
    }

    /** A receipt of an empty month, under a head that may carry cosignatures. */
    private static Receipt receipt(ToldLog log, CheckpointStatement statement, int index, SignedHead head) {
        int size = (int) head.head().size();
        LogProof proof =
                new LogProof(null, index, log.tree(size).inclusion(index).path(), head);
        CheckpointStatement.Window window = statement.window();
        return new Receipt(
                Receipt.Kind.CHECKPOINT,
                log.signer.verifier(),
                window.tenantId(),
                window.customerId(),
                statement,
                statement.proofRoot(),
                List.of(),
                proof,
                List.of());
    }

    private static CheckpointStatement statement(String customer) {
        Amount none = Amount.of(0);
        return new CheckpointStatement(
                Salt.NONE,
                new CheckpointStatement.Window("ten_aaaaaaaaaaaa", customer, 0, 1000, CheckpointStatement.Mode.WINDOW),
                false,
                new CheckpointStatement.Figures(none, none, none, none),
                new CheckpointStatement.Chain(0, 0, 0, Hash.ZERO, TreeHash.EMPTY_ROOT),
                Hash.ZERO,
                2000);
    }

    @Test
    void twoHistoriesShownToTwoParties() {
        ToldLog toAlice = ToldLog.honest(20);
        ToldLog toBob = ToldLog.of(25, 10);
        CheckpointStatement alices = statement("alice");
        CheckpointStatement bobs = statement("bob");
        toAlice.entries.set(15, LogEntry.checkpoint(alices.proofRoot()));
        toBob.entries.set(15, LogEntry.checkpoint(bobs.proofRoot()));
        try (RunningWitness witness = new RunningWitness(folder, ToldLog.KEY.verifier())) {
            AddCheckpointRequest first = toAlice.request(0, 20);
            HttpResponse<String> answer = witness.add(first);
            assertThat(witness.cosigned(answer, first)).isTrue();
            SignedHead cosigned =
                    first.head().with(List.of(NoteSignature.parse(answer.body().stripTrailing())));
            HttpResponse<String> refused = witness.add(toBob.request(20, 25));
            assertThat(refused.statusCode()).isEqualTo(422);
            names(refused.body(), toAlice.head(20), toBob.head(25));

            TrustPolicy trusting = TrustPolicy.ofLogs(List.of(ToldLog.KEY.verifier()));
            TrustPolicy oneOfOne = trusting.withWitnesses(List.of(witness.server.key()), 1);
            Receipt alice = receipt(toAlice, alices, 15, cosigned);
            Receipt bob = receipt(toBob, bobs, 15, toBob.signed(25));
            assertThat(ReceiptVerifier.verify(alice, trusting).passed()).isTrue();
            assertThat(ReceiptVerifier.verify(bob, trusting).passed()).isTrue();
            assertThat(ReceiptVerifier.verify(alice, oneOfOne).passed()).isTrue();
            assertThat(ReceiptVerifier.verify(bob, oneOfOne).passed()).isFalse();
            assertThat(ReceiptVerifier.verify(bob, oneOfOne).of(Step.WITNESSES).found())
                    .isEqualTo("0");
            // A cosignature of the other history does not help.
            SignedHead borrowed = toBob.signed(25)
                    .with(List.of(NoteSignature.parse(answer.body().stripTrailing())));
            assertThat(ReceiptVerifier.verify(receipt(toBob, bobs, 15, borrowed), oneOfOne)
                            .passed())
                    .isFalse();

            // Alice and Bob meet, with nothing but their receipts and what the log serves either.
            TreeHead kept = alice.inclusion().head().head();
            TreeHead other = bob.inclusion().head().head();
            named(HeadChange.between(kept, other, toBob::tile), Verdict.FORKED, kept, other);
        }
    }

    @Test
    void rolledBackLogAndItsReSignedFork() throws IOException {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy");
        VerifierKey key;
        try (RunningLedger ledger = new RunningLedger(data, false)) {
            key = ledger.key();
            assertThat(ledger.record("common")).isEqualTo(201);
        }
        RunningLedger.copy(data, copy);
        Path other = folder.resolve("other");
        RunningLedger.copy(data, other);
        try (RunningWitness witness = new RunningWitness(folder.resolve("witness"), key)) {
            SignedHead kept;
            try (RunningLedger ledger = new RunningLedger(data, false, witness.setting())) {
                long size = ledger.head().head().size() + 5;
                for (int i = 0; i < 5; i++) {
                    assertThat(ledger.record("told-" + i)).isEqualTo(201);
                }
                assertThat(ledger.measured("tallystick_sandbox_writable")).isEqualTo("1.0");
                kept = ledger.await(head ->
                        head.head().size() >= size && head.note().signatures().size() == 2);
                policyPasses(kept, key, witness.server.key());
            }
            try (RunningLedger ledger = new RunningLedger(copy, true, witness.setting())) {
                SignedHead now = ledger.head();
                now.verify(List.of(key));
                named(
                        HeadChange.between(kept.head(), now.head(), ledger::tile),
                        Verdict.ROLLED_BACK,
                        kept.head(),
                        now.head());
                ledger.awaitStop();
                stoppedIsSeenFromOutside(ledger);
            }
            try (RunningLedger ledger = new RunningLedger(other, false)) {
                while (ledger.head().head().size() < kept.head().size()) {
                    assertThat(ledger.record("retold-" + ledger.head().head().size()))
                            .isEqualTo(201);
                }
                SignedHead forked = ledger.head();
                forked.verify(List.of(key));
                assertThat(forked.head().size()).isEqualTo(kept.head().size());
                named(
                        HeadChange.between(kept.head(), forked.head(), ledger::tile),
                        Verdict.FORKED,
                        kept.head(),
                        forked.head());
                HttpResponse<String> refused =
                        witness.add(new AddCheckpointRequest(kept.head().size(), List.of(), forked));
                assertThat(refused.statusCode()).isEqualTo(422);
                names(refused.body(), kept.head(), forked.head());
                assertThat(ledger.record("one-more")).isEqualTo(201);
                SignedHead longer = ledger.head();
                named(
                        HeadChange.between(kept.head(), longer.head(), ledger::tile),
                        Verdict.FORKED,
                        kept.head(),
                        longer.head());
            }
        }
    }

    /** The sandbox plane has stopped; that of production has not. */
    private static void stoppedIsSeenFromOutside(RunningLedger ledger) {
        assertThat(ledger.measured("tallystick_sandbox_writable")).isEqualTo("0.0");
        assertThat(ledger.measured("tallystick_production_writable")).isEqualTo("1.0");
        assertThat(ledger.readiness()).startsWith("503 ").contains("The sandbox plane takes no writes");
    }

    /** The step of a receipt that looks at the head's witnesses, as every receipt under this head has it. */
    private static void policyPasses(SignedHead head, VerifierKey log, VerifierKey witness) {
        assertThat(head.verify(List.of(log, witness))).hasSize(2);
        CheckpointStatement any = statement("any");
        Receipt receipt = new Receipt(
                Receipt.Kind.CHECKPOINT,
                log,
                any.window().tenantId(),
                any.window().customerId(),
                any,
                any.proofRoot(),
                List.of(),
                new LogProof(null, 0, List.of(), head),
                List.of());
        TrustPolicy oneOfOne = TrustPolicy.ofLogs(List.of(log)).withWitnesses(List.of(witness), 1);
        assertThat(ReceiptVerifier.verify(receipt, oneOfOne).of(Step.WITNESSES).verdict())
                .isEqualTo(StepResult.Verdict.PASS);
        assertThat(ReceiptVerifier.verify(receipt, oneOfOne).of(Step.SIGNATURE).verdict())
                .isEqualTo(StepResult.Verdict.PASS);
    }

    /** A witness that takes the connection and never answers. */
    @Test
    void witnessThatHangsDelaysNoReply() throws IOException {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            LogSettings.Witness setting = new LogSettings.Witness(
                    new SignerKey(
                                    "witness.example/hangs",
                                    KeyAlgorithm.COSIGNATURE_V1,
                                    Ed25519PrivateKey.of(new byte[32]))
                            .verifier(),
                    URI.create("http://127.0.0.1:" + hanging.getLocalPort()));
            try (RunningLedger ledger = new RunningLedger(folder.resolve("data"), true, setting)) {
                // Asked for a head and left without an answer, it holds its request for as long as this lasts.
                try (var asked = hanging.accept()) {
                    long started = System.nanoTime();
                    for (int i = 0; i < 20; i++) {
                        assertThat(ledger.record("r-" + i)).isEqualTo(201);
                        assertThat(ledger.head().note().signatures()).hasSize(1);
                    }
                    assertThat(asked.isConnected()).isTrue();
                    assertThat(System.nanoTime() - started).isLessThan(4_000_000_000L);
                }
            }
        }
    }
}
