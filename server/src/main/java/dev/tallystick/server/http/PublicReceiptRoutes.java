package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.log.PublishedTree;
import dev.tallystick.server.sequencer.Plane;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What anybody may ask who holds a root: does it verify, what is it a receipt of. Holding the root is the permission, so only
 * roots are taken here: ids that count upwards could be guessed.
 */
final class PublicReceiptRoutes {
    private static final int REPLY_BYTES = 4_096;

    private final List<Plane> planes;
    private final Map<String, PublishedTree> trees;
    private final Links links;
    private final ReceiptFiles files;
    private final HeadSignatures signatures = new HeadSignatures();
    private final VerifyPage page = new VerifyPage();

    PublicReceiptRoutes(Collection<Plane> planes, Map<String, PublishedTree> trees, Links links, ReceiptFiles files) {
        this.planes = List.copyOf(planes);
        this.trees = trees;
        this.links = links;
        this.files = files;
    }

    void declare(Routes routes) {
        routes.get("/api/v1/verify/{proofRoot}", this::verify)
                .get("/verify/{proofRoot}", this::link)
                .missingBelow("/verify", this::nothing)
                .get("/api/v1/receipt/{receiptId}.pdf", this::pdf)
                .get("/api/v1/receipt/{receiptId}", this::receipt);
    }

    private Reply verify(Exchange exchange) {
        Hash root = root(exchange);
        VerdictView.Source source = VerdictView.Source.of(exchange.query(), VerdictView.Source.DB);
        Verdict verdict = verdict(root, source);
        Envelope envelope = Envelope.open(REPLY_BYTES, false);
        VerdictView.write(envelope.json(), root, verdict, source, ReceiptLinks.of(links.base(exchange), root));
        return envelope.close(200);
    }

    /** The address that receipts carry: a page for whoever scans it, JSON for programs. */
    private Reply link(Exchange exchange) {
        if (!VerifyPage.wanted(exchange)) {
            return VerifyPage.json(verify(exchange));
        }
        try {
            Hash root = root(exchange);
            VerdictView.Source source = VerdictView.Source.of(exchange.query(), VerdictView.Source.BOTH);
            return page.answer(root, verdict(root, source), source, ReceiptLinks.of(links.base(exchange), root));
        } catch (RefusedException e) {
            return page.refused(Problem.of(e.refusal()));
        } catch (ProblemException e) {
            return page.refused(e.problem());
        }
    }

    /** An address that was copied in part, or with too much behind it. */
    private Reply nothing(Exchange exchange) {
        if (!VerifyPage.wanted(exchange)) {
            throw Problem.noRoute().toException();
        }
        return page.missing();
    }

    private static Hash root(Exchange exchange) {
        Hash root = Proven.root(exchange.pathParameter("proofRoot"));
        if (root == null) {
            throw Fields.refused("proofRoot", "A proof root is 0x and 64 lower-case hex digits.");
        }
        return root;
    }

    private Verdict verdict(Hash root, VerdictView.Source source) {
        Proven found = found(root);
        Plane plane = found == null ? planes.getFirst() : found.plane();
        return Verdict.of(root, found, plane, tree(plane), source, signatures);
    }

    private @Nullable PublishedTree tree(Plane plane) {
        return trees.get(plane.name().label());
    }

    /** All planes are asked, whichever has it, so that the time of an answer does not tell. */
    private @Nullable Proven found(Hash root) {
        Proven found = null;
        for (Plane plane : planes) {
            Proven here = Proven.byRoot(plane, root);
            found = here == null ? found : here;
        }
        return found;
    }

    private Proven required(Exchange exchange) {
        Hash root = Proven.root(exchange.pathParameter("receiptId"));
        Proven found = root == null ? null : found(root);
        if (found == null) {
            throw Problem.of(
                            404,
                            "NOT_FOUND",
                            "There is no receipt under this root. Without an API key a receipt is asked for by its"
                                    + " 0x root.")
                    .toException();
        }
        return found;
    }

    private Reply pdf(Exchange exchange) {
        Proven proven = required(exchange);
        return files.openPdf(proven, ReceiptLinks.of(links.base(exchange), proven.root()));
    }

    private Reply receipt(Exchange exchange) {
        Proven proven = required(exchange);
        Links.Base base = links.base(exchange);
        ReceiptLinks own = ReceiptLinks.of(base, proven.root());
        Verdict verdict = Verdict.of(
                proven.root(), proven, proven.plane(), tree(proven.plane()), VerdictView.Source.DB, signatures);
        ReceiptFigures figures = ReceiptFigures.of(proven);
        Envelope envelope = Envelope.open(REPLY_BYTES, false);
        JsonWriter json = envelope.json().beginObject();
        json.name("receiptId")
                .value(proven.root())
                .name("proofRoot")
                .value(proven.root())
                .name("kind")
                .value(proven.kind())
                .name("verified")
                .value(verdict.database())
                .name("recordedAt")
                .value(UtcText.of(proven.recordedAt()))
                .name("provisional")
                .value(figures.provisional());
        Scope scope = figures.scope();
        json.name("period").value(scope == null ? null : scope.period());
        if (scope == null) {
            json.name("scope").nullValue();
        } else {
            ScopeFields.write(json, scope);
        }
        VerdictView.summary(json, proven);
        VerdictView.verification(json, verdict, own);
        json.name("verifyUrl")
                .value(own.verifyUrl())
                .name("verificationApiUrl")
                .value(own.verificationApiUrl())
                .name("pdfUrl")
                .value(base.url() + "/api/v1/receipt/" + proven.root() + ".pdf")
                .name("doesNotProve")
                .beginArray();
        Receipt.DOES_NOT_PROVE.forEach(json::value);
        json.endArray().endObject();
        return envelope.close(200);
    }
}
