package dev.tallystick.cli.verify;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.log.ExpectedLeaf;
import dev.tallystick.proof.merkle.ProofException;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.receipt.ReceiptException;
import dev.tallystick.proof.receipt.ReceiptReader;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.record.LogEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Checks a C2SP tlog-proof for a leaf that the caller names. Stateless. */
final class ProofCheck {
    private ProofCheck() {}

    static boolean isOne(byte[] file) {
        byte[] header = LogProof.HEADER.getBytes(StandardCharsets.US_ASCII);
        return file.length >= header.length && Arrays.equals(file, 0, header.length, header, 0, header.length);
    }

    /**
     * Reads {@code --leaf}.
     *
     * @param text the entry's 33 bytes in hex, or a receipt's file: then the leaf it promises at the proof's index is meant
     * @return the leaf hash for an index; null for an index the receipt says nothing about
     */
    static LongFunction<@Nullable Hash> leaf(String text) {
        String hex = text.startsWith("0x") ? text.substring(2) : text;
        if (hex.matches("[0-9a-fA-F]{" + 2 * LogEntry.LENGTH + "}")) {
            Hash hash = TreeHash.leaf(HexFormat.of().parseHex(hex));
            return index -> hash;
        }
        List<ExpectedLeaf> leaves;
        try {
            leaves = ExpectedLeaf.of(text, ReceiptReader.parse(Files.readAllBytes(Path.of(text))));
        } catch (ReceiptException e) {
            throw CommandFailure.usage("--leaf needs 33 bytes in hex or a receipt: " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailure.surroundings("The receipt " + text + " cannot be read: " + IoWords.of(e) + ".", e);
        }
        return index -> leaves.stream()
                .filter(leaf -> leaf.index() == index)
                .map(ExpectedLeaf::leafHash)
                .findFirst()
                .orElse(null);
    }

    static Checked check(byte[] file, String name, TrustPolicy policy, @Nullable LongFunction<@Nullable Hash> leaf) {
        return new Checked(
                name,
                Checked.Kind.PROOF,
                lines(file, policy, leaf),
                List.of("A proof shows that the leaf is in the log, not what the leaf's record says."),
                !policy.logKeys().isEmpty(),
                null);
    }

    private static List<Line> lines(byte[] file, TrustPolicy policy, @Nullable LongFunction<@Nullable Hash> leaf) {
        LogProof proof;
        try {
            proof = LogProof.parse(file);
        } catch (NoteException e) {
            String unread = "The file could not be read.";
            return List.of(
                    Line.fail("parse", String.valueOf(e.getMessage())),
                    Line.skipped("inclusion", unread),
                    Line.skipped("signature", unread),
                    Line.skipped("witnesses", unread));
        }
        return List.of(
                Line.pass("parse", "A proof of leaf " + proof.index() + "."),
                inclusion(proof, leaf == null ? null : leaf.apply(proof.index())),
                HeadLines.signature(proof.head(), policy),
                HeadLines.witnesses(proof.head(), policy));
    }

    private static Line inclusion(LogProof proof, @Nullable Hash leaf) {
        if (leaf == null) {
            return Line.fail("inclusion", "Name the leaf that is meant with --leaf: leaf " + proof.index() + ".");
        }
        try {
            proof.inclusion().verify(leaf, proof.head().head().root());
        } catch (ProofException e) {
            Hash expected = e.expected();
            Hash found = e.found();
            return expected == null || found == null
                    ? Line.fail("inclusion", String.valueOf(e.getMessage()))
                    : Line.fail("inclusion", "The proof leads to another root.", expected.toString(), found.toString());
        }
        return Line.pass(
                "inclusion",
                "Leaf " + proof.index() + " of " + proof.head().head().size() + " in "
                        + proof.head().head().origin() + ".");
    }
}
