package dev.tallystick.cli.verify;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.log.LogFinding;
import dev.tallystick.proof.log.LogVerification;
import dev.tallystick.proof.log.LogVerifier;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TileException;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import dev.tallystick.proof.receipt.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Checks a whole downloaded log: who signed its head, and whether entries and tiles lead to it. For one thread. */
final class LogCheck {
    private final LogFolder folder;
    private final TrustPolicy policy;
    private final LongConsumer progress;
    private final List<Line> lines = new ArrayList<>();
    private @Nullable TileComparison comparison;
    private boolean rootHolds;

    private LogCheck(Path folder, TrustPolicy policy, LongConsumer progress) {
        this.folder = new LogFolder(folder);
        this.policy = policy;
        this.progress = progress;
    }

    static Checked check(Path folder, String name, TrustPolicy policy, LongConsumer progress) throws IOException {
        LogCheck check = new LogCheck(folder, policy, progress);
        try {
            check.steps();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Checked(
                name,
                Checked.Kind.LOG,
                check.lines,
                List.of(),
                !policy.logKeys().isEmpty(),
                null);
    }

    private void steps() throws IOException {
        SignedHead head = parsed("signature", LogFolder.CHECKPOINT);
        if (head == null) {
            for (String step : List.of("entries", "root", "earlier head", "tiles", "witnesses")) {
                lines.add(Line.skipped(step, "The head could not be read."));
            }
            return;
        }
        lines.add(HeadLines.signature(head, policy));
        FurtherForms further = new FurtherForms(folder, head.head().size()).compare();
        entries(head, further);
        lines.add(tiles(head, further));
        lines.add(HeadLines.witnesses(head, policy));
    }

    private @Nullable SignedHead parsed(String step, String file) throws IOException {
        try {
            return SignedHead.parse(Files.readAllBytes(folder.file(file)));
        } catch (NoteException e) {
            lines.add(Line.fail(step, "The file " + file + " is no signed head: " + e.getMessage()));
            return null;
        }
    }

    private void entries(SignedHead head, FurtherForms further) throws IOException {
        boolean kept = Files.exists(folder.file(LogFolder.EARLIER_HEAD));
        List<Line> unread = new ArrayList<>();
        SignedHead earlier = null;
        if (kept) {
            int before = lines.size();
            earlier = parsed("earlier head", LogFolder.EARLIER_HEAD);
            unread.addAll(lines.subList(before, lines.size()));
            lines.subList(before, lines.size()).clear();
        }
        LogVerifier verifier = new LogVerifier(head.head());
        if (folder.hasTiles()) {
            TileComparison tiles = new TileComparison(this::hashes);
            verifier.tell(tiles);
            comparison = tiles;
        }
        if (earlier != null) {
            verifier.expectHead(earlier.head());
        }
        try {
            read(verifier);
        } catch (TileException e) {
            lines.add(Line.fail("entries", String.valueOf(e.getMessage())));
            lines.add(Line.skipped("root", "The entries could not be read."));
            lines.add(Line.skipped("earlier head", "The entries could not be read."));
            return;
        }
        LogVerification found = verifier.finish();
        rootHolds = found.root().holds();
        lines.add(entries(found, further));
        lines.add(root(head, found.root()));
        if (earlier == null) {
            lines.addAll(unread.isEmpty() ? List.of(Line.skipped("earlier head", "None was kept.")) : unread);
        } else {
            lines.add(earlier(earlier, found.earlierHeads().getFirst()));
        }
    }

    private Line earlier(SignedHead earlier, LogFinding finding) {
        Line signature = HeadLines.signature(earlier, policy);
        if (signature.verdict() == Verdict.FAIL) {
            return Line.fail("earlier head", "The head that was kept is not signed by the log: " + signature.message());
        }
        return Line.of(
                "earlier head",
                finding,
                "The log begins with the " + earlier.head().size() + " leaves of the head that was kept.");
    }

    private void read(LogVerifier verifier) throws IOException {
        for (EntryBundle next = verifier.next(); next != null; next = verifier.next()) {
            try {
                verifier.accept(folder.bundle(next));
            } catch (LogFolder.MissingException e) {
                throw e.asTile();
            } catch (TileException e) {
                String sentence = String.valueOf(e.getMessage());
                throw sentence.contains(next.path()) ? e : new TileException(next.path() + ": " + sentence);
            }
            progress.accept(next.width());
        }
    }

    private static Line entries(LogVerification found, FurtherForms further) {
        if (!further.bundles().isEmpty()) {
            return Line.fail("entries", shown(further.bundles()));
        }
        String beyond = further.beyond() == 0
                ? ""
                : " " + further.beyond() + " file(s) are of a larger log than the head's and were not looked at.";
        return Line.pass("entries", found.size() + " entries: " + EntryKinds.of(found) + "." + beyond);
    }

    private Line root(SignedHead head, LogFinding root) {
        TileComparison.Difference parted = comparison == null || root.holds() ? null : comparison.firstOfLeaves();
        if (parted == null) {
            return Line.of(
                    "root", root, "They lead to the head's root " + head.head().root() + ".");
        }
        // Either of the two files can be the one that was changed; the step about the tiles tells which.
        String sentence = "Not as it should be: " + root.what() + ". Entry " + parted.leaf() + " of "
                + new EntryBundle(parted.tile().index(), parted.tile().width()).path()
                + " is not the one whose hash is in "
                + parted.tile().path() + ".";
        return Line.fail("root", sentence, root.expected(), root.found());
    }

    private static String shown(List<String> sentences) {
        return sentences.getFirst() + (sentences.size() == 1 ? "" : " " + (sentences.size() - 1) + " more are wrong.");
    }

    private Line tiles(SignedHead head, FurtherForms further) {
        TileComparison compared = comparison;
        if (compared == null) {
            return Line.skipped("tiles", "None were downloaded; the entries are enough.");
        }
        Line line = rootHolds ? againstEntries(compared.finish()) : TileComparison.withHead(head.head(), this::hashes);
        return line.verdict() == Verdict.FAIL || further.tiles().isEmpty()
                ? line
                : Line.fail("tiles", shown(further.tiles()));
    }

    private static Line againstEntries(List<TileComparison.Difference> differences) {
        if (differences.isEmpty()) {
            return Line.pass("tiles", "Every tile is what the entries lead to.");
        }
        TileComparison.Difference first = differences.getFirst();
        String sentence = shown(
                differences.stream().map(TileComparison.Difference::sentence).toList());
        Hash expected = first.expected();
        Hash found = first.found();
        return expected == null || found == null
                ? Line.fail("tiles", sentence)
                : Line.fail("tiles", sentence, expected.toString(), found.toString());
    }

    private byte[] hashes(Tile tile) {
        try {
            return folder.hashes(tile);
        } catch (LogFolder.MissingException e) {
            throw e.asTile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
