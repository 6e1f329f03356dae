package dev.tallystick.cli.verify;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.log.HeadChange;
import dev.tallystick.proof.log.LogFinding;
import dev.tallystick.proof.log.LogVerification;
import dev.tallystick.proof.log.LogVerifier;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TileException;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import dev.tallystick.proof.receipt.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visits a live log: who signs its head, whether it still begins with what was seen before, and whether its entries lead to the
 * head. Only after a visit on which everything holds is the head kept. For one thread.
 */
public final class Audit {
    private static final int SHOWN_MAX = 20;

    private final String address;
    private final LogClient client;
    private final AuditState state;
    private final Trust trust;
    private final @Nullable Path since;
    private final @Nullable Path receipts;
    private final List<Line> lines = new ArrayList<>();
    private boolean keyKnown = true;

    /**
     * Visits a log.
     *
     * @param address below which the log's paths are, without a slash at its end
     * @param folder what is kept between visits
     * @param trust whom to trust; without a log's key that of the first visit
     * @param since a further head that was kept, or null
     * @param receipts a folder with every receipt and signed report ever kept, or null
     */
    public Audit(String address, Path folder, Trust trust, @Nullable Path since, @Nullable Path receipts) {
        this.address = address;
        this.client = new LogClient(address);
        this.state = new AuditState(folder);
        this.trust = trust;
        this.since = since;
        this.receipts = receipts;
    }

    /** Makes the visit. */
    public Checked visit() {
        try {
            visited();
        } catch (TileException | NoteException e) {
            lines.add(Line.fail("log", String.valueOf(e.getMessage())));
        }
        return new Checked(address, Checked.Kind.LOG, lines, List.of(), keyKnown, null);
    }

    private void visited() {
        SignedHead head = SignedHead.parse(client.get(LogFolder.CHECKPOINT));
        AuditKeys keys = AuditKeys.of(trust, state, client, head.head().origin());
        keyKnown = keys.known();
        lines.add(keys.line());
        lines.add(HeadLines.signature(head, trust.policy(keys.present())));
        lines.add(HeadLines.witnesses(head, trust.policy(keys.present())));
        if (failed()) {
            return;
        }
        TrustPolicy policy = trust.policy(keys.all());
        lines.add(change("last visit", state.head(), head, policy));
        if (since != null) {
            lines.add(change("since", kept(since), head, policy));
        }
        if (failed()) {
            return;
        }
        entries(head, policy);
        VerifierKey newest = keys.newest();
        if (!failed() && newest != null) {
            state.key(newest);
            state.head(head);
        }
    }

    private boolean failed() {
        return lines.stream().anyMatch(line -> line.verdict() == Verdict.FAIL);
    }

    private static SignedHead kept(Path file) {
        try {
            return SignedHead.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw CommandFailure.surroundings("The head " + file + " cannot be read: " + IoWords.of(e) + ".", e);
        } catch (NoteException e) {
            throw CommandFailure.usage(file + " is no signed head: " + e.getMessage());
        }
    }

    private Line change(String step, @Nullable SignedHead before, SignedHead now, TrustPolicy policy) {
        if (before == null) {
            return Line.skipped(step, "This is the first visit.");
        }
        Line signature = HeadLines.signature(before, policy);
        if (signature.verdict() == Verdict.FAIL) {
            return Line.fail(step, "The head that was kept is not signed by this log: " + signature.message());
        }
        HeadChange change = HeadChange.between(before.head(), now.head(), client::hashes);
        String sentence = change.verdict() + ": " + change.message();
        if (change.honest()) {
            return Line.pass(step, sentence);
        }
        Path evidence = state.contradiction(now);
        return Line.fail(
                step,
                sentence + " Both are signed; the one of now is kept in " + evidence + ".",
                before.head().size() + " leaves, root " + before.head().root(),
                now.head().size() + " leaves, root " + now.head().root());
    }

    private void entries(SignedHead head, TrustPolicy policy) {
        KeptReceipts kept = receipts == null
                ? null
                : KeptReceipts.read(receipts, head.head().origin(), policy);
        CompactRange from = kept == null ? state.edge(head.head().size()) : new CompactRange();
        CompactRange[] edge = {from};
        LogVerification found;
        try {
            found = read(head, kept, from, edge, true);
        } catch (TileException e) {
            found = null;
        }
        if (found == null || !found.passed()) {
            // What was kept here may be what is damaged: only a log that fails from its own bytes has failed.
            found = read(head, kept, new CompactRange(), edge, false);
        }
        lines.add(Line.pass("entries", found.size() + " entries; read this time: " + EntryKinds.of(found) + "."));
        lines.add(Line.of(
                "root",
                found.root(),
                "They lead to the head's root " + head.head().root() + "."));
        if (kept != null) {
            receipts(kept, found);
        }
        if (!failed()) {
            state.edge(edge[0]);
        }
    }

    private LogVerification read(
            SignedHead head, @Nullable KeptReceipts kept, CompactRange from, CompactRange[] edge, boolean cache) {
        LogVerifier verifier = LogVerifier.resume(from, head.head());
        if (kept != null) {
            kept.heads().forEach(verifier::expectHead);
            verifier.expectLeaves(kept.leaves());
        }
        try (ProgressLine progress = new ProgressLine("entries", head.head().size() - from.size())) {
            return new LogDownload(client, state, cache).read(verifier, head.head(), progress, edge);
        }
    }

    private void receipts(KeptReceipts kept, LogVerification found) {
        List<Line> wrong = new ArrayList<>(kept.bad());
        for (LogFinding finding : found.earlierHeads()) {
            if (!finding.holds()) {
                wrong.add(Line.of("receipts", finding, ""));
            }
        }
        found.leaves().stream().limit(SHOWN_MAX).forEach(finding -> wrong.add(Line.of("receipts", finding, "")));
        lines.addAll(wrong.isEmpty() ? List.of(kept.proved()) : wrong);
    }
}
