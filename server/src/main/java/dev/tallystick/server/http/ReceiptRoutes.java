package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.CheckpointReader.CheckpointFilter;
import dev.tallystick.ledger.read.CheckpointReader.CheckpointPage;
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.server.closing.Sealer;

/** Receipts for the tenant: of a window, by id, as a list, and each of them as a file. */
final class ReceiptRoutes {
    private static final int ROWS = 100;
    private static final int LIST = 25;
    private static final int LIST_MAX = 100;
    private static final int LIST_ROW_BYTES = 768;
    private static final long OFFSET_MAX = 1_000_000_000_000L;

    private final Authenticator authenticator;
    private final Links links;
    private final ReceiptFiles files;
    private final Generated generated;

    /** Told of every receipt that was not there before: where {@code receipt.generated} is sent from. */
    @FunctionalInterface
    interface Generated {
        void receipt(Caller caller, Proven.OfCheckpoint receipt, ReceiptLinks links);
    }

    ReceiptRoutes(Authenticator authenticator, Links links, ReceiptFiles files, Generated generated) {
        this.authenticator = authenticator;
        this.links = links;
        this.files = files;
        this.generated = generated;
    }

    void declare(Routes routes) {
        routes.get("/api/v1/balance/receipt/{customerId}", this::ofWindow)
                .get("/api/v1/balance/invoice-proof/{customerId}", this::ofWindow)
                .get("/api/v1/balance/receipts/{receiptId}", this::byId)
                .get("/api/v1/balance/customers/{customerId}/receipts", this::list);
    }

    private Reply ofWindow(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        Scope scope = ScopeFields.of(exchange.query(), caller, exchange.limits().scopeMonths());
        Format format = Format.of(exchange.query());
        ReceiptView.Page page = page(exchange);
        AccountHead head = Customers.head(caller, exchange.pathParameter("customerId"));
        return reply(exchange, sealed(exchange, caller, head, scope), format, page);
    }

    private Proven sealed(Exchange exchange, Caller caller, AccountHead head, Scope scope) {
        if (scope.start() > caller.plane().now()) {
            throw Fields.refused(
                    scope.period() == null ? "startDate" : "period",
                    "The scope is still to come, so there is nothing to give a receipt of. Ask for one that has begun.");
        }
        StoredCheckpoint known = caller.plane()
                .reader()
                .checkpoints()
                .byScope(SealedScope.ofWindow(head.key(), scope.start(), scope.end()));
        if (known != null && !known.statement().provisional()) {
            // Final: no need to ask the writer, so a plane that takes no writes still gives it out.
            return Proven.of(caller.plane(), known);
        }
        // What is sealed stays in the log for good, which a key that may only read must not bring about.
        if (!caller.scopes().write()) {
            throw Problem.forbidden(
                            "INSUFFICIENT_SCOPE",
                            "There is no final checkpoint of this scope yet, and sealing one needs a key with the scope"
                                    + " 'write'. Ask for a month that is over, or use such a key.")
                    .toException();
        }
        Sealer.Answer answer = new Sealer(caller.plane()).seal(head, scope.start(), scope.end());
        Proven.OfCheckpoint proven = Proven.of(caller.plane(), answer.checkpoint());
        if (!answer.repeated()) {
            generated.receipt(caller, proven, ReceiptLinks.of(links.base(exchange), proven.root()));
        }
        return proven;
    }

    private Reply byId(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        Format format = Format.of(exchange.query());
        ReceiptView.Page page = page(exchange);
        Proven proven = Proven.byId(caller, exchange.pathParameter("receiptId"));
        if (proven == null) {
            throw Problem.refusal(
                            RefusalCode.RECORD_NOT_FOUND,
                            "There is no receipt with this id. Use the receiptId of a recorded delta, or the checkpointId or"
                                    + " proofRoot of a checkpoint.")
                    .toException();
        }
        return reply(exchange, proven, format, page);
    }

    /** What a receipt may be asked for as. */
    private enum Format {
        JSON,
        PDF,
        TALLYSTICK,
        LOG_PROOF;

        static Format of(Query query) {
            return switch (query.one("format")) {
                case null -> JSON;
                case "json" -> JSON;
                case "pdf" -> PDF;
                case "tallystick" -> TALLYSTICK;
                case "tlog-proof" -> LOG_PROOF;
                default -> throw Fields.refused("format", "format must be json, pdf, tallystick or tlog-proof.");
            };
        }
    }

    private static ReceiptView.Page page(Exchange exchange) {
        Query query = exchange.query();
        return new ReceiptView.Page(
                (int) query.integer("limit", 1, exchange.limits().rows(), ROWS),
                query.integer("offset", 0, OFFSET_MAX, 0),
                query.amountsAsStrings());
    }

    private Reply reply(Exchange exchange, Proven proven, Format format, ReceiptView.Page page) {
        ReceiptLinks own = ReceiptLinks.of(links.base(exchange), proven.root());
        return switch (format) {
            case JSON -> ReceiptView.reply(proven, own, page);
            case PDF -> files.fullPdf(proven, own);
            case TALLYSTICK -> files.file(proven);
            case LOG_PROOF -> files.logProof(proven);
        };
    }

    private Reply list(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        Query query = exchange.query();
        int limit = (int) query.integer("limit", 1, LIST_MAX, LIST);
        long offset = query.integer("offset", 0, OFFSET_MAX, 0);
        boolean strings = query.amountsAsStrings();
        AccountHead head = Customers.head(caller, exchange.pathParameter("customerId"));
        CheckpointPage found = caller.plane()
                .reader()
                .checkpoints()
                .list(
                        new CheckpointFilter(
                                caller.tenantId(), head.key().customerId(), Long.MIN_VALUE, Long.MAX_VALUE),
                        offset,
                        limit);
        Links.Base base = links.base(exchange);
        Envelope envelope = Envelope.open(found.checkpoints().size() * LIST_ROW_BYTES + LIST_ROW_BYTES, strings);
        // An array, not an object: existing clients read its first element.
        envelope.json().beginArray();
        for (StoredCheckpoint stored : found.checkpoints()) {
            Proven.OfCheckpoint proven = new Proven.OfCheckpoint(
                    caller.plane(), stored, stored.statement().proofRoot());
            ReceiptView.row(envelope, proven, ReceiptLinks.of(base, proven.root()));
        }
        envelope.json().endArray();
        return envelope.close(200);
    }
}
