package dev.tallystick.server.http;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.receipt.Receipt;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.BadRequestException;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer about a root as a page for people: what a receipt's QR code leads to. Tells what the JSON answer tells, with
 * each step by itself. One document without scripts and without anything from elsewhere. Thread-safe.
 */
final class VerifyPage {
    private static final String TEMPLATE = "/pages/verify.html";
    private static final Header HTML = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Accept");
    private static final String OWN_WORD =
            "This page is this server’s own answer: a dishonest server could show anything here. The receipt file is proof"
                    + " without it.";

    private final Template template;
    private final List<Header> headers;

    VerifyPage() {
        String text = text();
        this.template = Mustache.compiler().compile(text);
        this.headers = List.of(
                VARY,
                HeaderValues.createCached("Content-Security-Policy", policy(text)),
                HeaderValues.createCached("X-Content-Type-Options", "nosniff"),
                HeaderValues.createCached("Referrer-Policy", "no-referrer"));
    }

    private static String text() {
        try (InputStream in = VerifyPage.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException("the program is not whole: it lacks " + TEMPLATE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only the page's own style, by its hash (Content Security Policy Level 3). */
    private static String policy(String text) {
        String style = text.substring(text.indexOf("<style>") + "<style>".length(), text.indexOf("</style>"));
        Hash hash = Sha256.hash(style.getBytes(StandardCharsets.UTF_8));
        return "default-src 'none'; style-src 'sha256-" + Base64Text.of(hash)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /** Whether the client would rather have a page than JSON. One that does not say gets JSON. */
    static boolean wanted(Exchange exchange) {
        try {
            return exchange.headers()
                    .bestAccepted(MediaTypes.APPLICATION_JSON, MediaTypes.TEXT_HTML)
                    .filter(MediaTypes.TEXT_HTML::equals)
                    .isPresent();
        } catch (BadRequestException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // Not all that is no media range is refused as such: a quotation mark by itself ends in an index.
            return false;
        }
    }

    /** The other form of the answer, marked as one of two. */
    static Reply json(Reply reply) {
        return new Reply(reply.status(), reply.body(), reply.contentType(), List.of(VARY));
    }

    /** What came of checking a root. */
    Reply answer(Hash root, Verdict verdict, VerdictView.Source source, ReceiptLinks links) {
        boolean verified = source.verified(verdict);
        Map<String, Object> page =
                page(verified ? "Verified" : "Not verified", VerdictView.message(verdict, source, verified), verified);
        page.put("anySteps", !verdict.checks().equals(Verdict.Checks.NONE));
        page.put("steps", steps(verdict.checks()));
        page.put("anyFacts", true);
        page.put("facts", facts(root, verdict, source));
        LogProof proof = verdict.proof();
        if (proof != null) {
            page.put("head", new String(proof.head().note().received(), StandardCharsets.UTF_8));
        }
        page.put("api", links.verificationApiUrl());
        return reply(200, page);
    }

    /** A request that could not be answered, such as one with half a root. */
    Reply refused(Problem problem) {
        return unanswered(problem.status(), "This cannot be checked", problem.message());
    }

    /** An address without a root, or with more than one behind it. */
    Reply missing() {
        return unanswered(
                404,
                "Nothing found",
                "There is nothing at this address. A receipt’s address ends in /verify/ and its root: 0x and 64 lower-case"
                        + " hex digits.");
    }

    private Reply unanswered(int status, String heading, String lead) {
        Map<String, Object> page = page(heading, lead, false);
        page.put("hints", List.of("Scan the code again, or copy the whole address from the receipt."));
        return reply(status, page);
    }

    private static Map<String, Object> page(String heading, String lead, boolean good) {
        Map<String, Object> page = new HashMap<>();
        page.put("heading", heading);
        page.put("lead", lead);
        page.put("good", good);
        page.put("hints", List.of());
        page.put("anySteps", false);
        page.put("anyFacts", false);
        page.put("head", false);
        page.put("api", false);
        List<String> limits = new ArrayList<>(Receipt.DOES_NOT_PROVE);
        limits.add(OWN_WORD);
        page.put("limits", limits);
        return page;
    }

    private static List<Map<String, String>> steps(Verdict.Checks checks) {
        return List.of(
                step(checks.hashes(), "What is stored here gives exactly this root: nothing in it was changed."),
                step(checks.included(), "It is in the log, under the log’s head."),
                step(checks.published(), "The log’s public pages show the same root at the same place."),
                step(checks.signed(), "That head is signed with the log’s key."));
    }

    private static Map<String, String> step(Verdict.Step step, String words) {
        String result = switch (step) {
            case PASSED -> "✓ Passed";
            case FAILED -> "✗ Failed";
            case NOT_LOOKED_AT -> "– Not looked at";
        };
        return Map.of("result", result, "words", words);
    }

    private static List<Map<String, String>> facts(Hash root, Verdict verdict, VerdictView.Source source) {
        List<Map<String, String>> facts = new ArrayList<>();
        Proven found = source.stored() ? verdict.found() : null;
        String kind = found == null ? verdict.publishedKind() : found.kind();
        if (kind != null) {
            facts.add(fact("Kind", kind.equals("record") ? "One record" : "A checkpoint: records sealed together"));
        }
        if (found != null) {
            facts.add(fact("Records", Long.toString(found.recordCount())));
            Amount netChange = VerdictView.netChange(found);
            if (netChange != null) {
                facts.add(fact("Net change", netChange.toString()));
            }
            facts.add(fact(
                    found instanceof Proven.OfRecord ? "Recorded" : "Sealed",
                    UtcWords.instant(found.recordedAt()) + ", by the operator’s clock"));
            if (found instanceof Proven.OfCheckpoint checkpoint) {
                facts.add(fact("Countersigned", countersigned(checkpoint)));
            }
        }
        facts.add(fact("Root", root.toString()));
        LogProof proof = verdict.proof();
        if (proof != null) {
            TreeHead head = proof.head().head();
            facts.add(fact("Log", head.origin() + ", leaf " + proof.index()));
            facts.add(fact("Log’s head", head.size() + " leaves, tree hash " + head.root()));
        }
        return facts;
    }

    /** When and with which keys, which say nothing of the customer's name; the signatures themselves stand in the receipt file. */
    private static String countersigned(Proven.OfCheckpoint checkpoint) {
        List<String> each = checkpoint.plane().reader().checkpoints().countersignatures(checkpoint.stored()).stream()
                .map(one -> "with the customer’s key " + one.key().keyId() + ", "
                        + UtcWords.instant(one.countersigned().recordedAt()))
                .toList();
        return each.isEmpty()
                ? "Not by the customer"
                : String.join("; ", each) + ". The receipt file has the signature, for anybody to check.";
    }

    private static Map<String, String> fact(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    private Reply reply(int status, Map<String, Object> page) {
        byte[] html = template.execute(page).getBytes(StandardCharsets.UTF_8);
        return new Reply(status, new ByteSink(html.length).bytes(html), HTML, headers);
    }
}
