package dev.tallystick.ledger.scope;

import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import org.jspecify.annotations.Nullable;

/** Resolves a scope that begins after a checkpoint or record: everything the customer has recorded since. Stateless. */
public final class StartingCheckpoint {
    private static final String FIELD = "startingCheckpoint";
    private static final String TYPE_FIELD = "startingCheckpointType";
    private static final String HASH_PREFIX = "0x";

    private StartingCheckpoint() {}

    /** How a checkpoint is named. Without a type, the form of the name tells. */
    private enum Kind {
        PROOF_ROOT,
        ITEMS_ROOT,
        ID,
        ANY
    }

    /**
     * Checks what can be checked without knowing the customer.
     *
     * @throws RefusedException {@code INVALID_SCOPE_COMBINATION} or {@code VALIDATION_ERROR}
     */
    public static void check(ScopeRequest request) {
        ScopeParser.requireOneMode(request);
        String name = request.startingCheckpoint();
        if (name == null) {
            throw ScopeRefusals.sentence(
                    FIELD, TYPE_FIELD + " says how startingCheckpoint is named, but that is missing. Send it as well.");
        }
        Kind kind = kind(request.startingCheckpointType());
        boolean id = StoredDelta.eventOf(name) >= 0 || StoredCheckpoint.eventOf(name) >= 0;
        boolean fits = switch (kind) {
            case PROOF_ROOT, ITEMS_ROOT -> hash(name) != null;
            case ID -> id;
            case ANY -> id || hash(name) != null;
        };
        if (!fits) {
            throw ScopeRefusals.invalid(
                    FIELD, "a proofRoot or itemsRoot (0x and 64 hex digits), a recordId or a checkpointId", name);
        }
    }

    private static Kind kind(@Nullable String type) {
        return switch (type) {
            case null -> Kind.ANY;
            case "proofRoot" -> Kind.PROOF_ROOT;
            case "itemsRoot" -> Kind.ITEMS_ROOT;
            case "recordId", "anchorId" -> Kind.ID;
            default -> throw ScopeRefusals.invalid(TYPE_FIELD, "proofRoot, recordId, itemsRoot or anchorId", type);
        };
    }

    private static @Nullable Hash hash(String text) {
        if (!text.startsWith(HASH_PREFIX) || text.length() != Hash.TEXT_LENGTH) {
            return null;
        }
        try {
            return Hash.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The records after the checkpoint, up to now.
     *
     * @param request one that {@link #check} has let through
     * @param head the customer
     * @param now milliseconds since the epoch
     * @throws RefusedException {@code NOT_FOUND} if it is none of this customer's, {@code SCOPE_TOO_WIDE}
     */
    public static Scope resolve(
            LedgerReader reader, AccountHead head, ScopeRequest request, long now, int scopeMonthsMax) {
        String name = request.startingCheckpoint();
        Scope scope = name == null ? null : find(reader, head, name, kind(request.startingCheckpointType()), now);
        if (scope == null) {
            throw ScopeRefusals.unknown(
                    FIELD,
                    "startingCheckpoint names no checkpoint or record of this customer. GET /balance/checkpoints lists"
                            + " its checkpoints.");
        }
        ScopeParser.requireWidth(scope.start(), scope.end(), scopeMonthsMax);
        return scope;
    }

    private static @Nullable Scope find(LedgerReader reader, AccountHead head, String name, Kind kind, long now) {
        Hash hash = hash(name);
        if (hash == null) {
            return byId(reader, head, name, now);
        }
        if (kind != Kind.ITEMS_ROOT) {
            StoredCheckpoint checkpoint = reader.checkpoints().byProofRoot(hash);
            if (checkpoint != null) {
                return after(reader, head, checkpoint, now);
            }
            StoredDelta record = reader.recordByProofHash(hash);
            if (record != null) {
                return after(head, record, now);
            }
        }
        StoredCheckpoint byItems =
                kind == Kind.PROOF_ROOT ? null : reader.checkpoints().byItemsRoot(head.key(), hash);
        return byItems == null ? null : after(reader, head, byItems, now);
    }

    private static @Nullable Scope byId(LedgerReader reader, AccountHead head, String id, long now) {
        String tenantId = head.key().tenantId();
        long record = StoredDelta.eventOf(id);
        if (record >= 0) {
            StoredDelta found = reader.record(tenantId, record);
            return found == null ? null : after(head, found, now);
        }
        StoredCheckpoint checkpoint = reader.checkpoints().byEvent(tenantId, StoredCheckpoint.eventOf(id));
        return checkpoint == null ? null : after(reader, head, checkpoint, now);
    }

    private static @Nullable Scope after(AccountHead head, StoredDelta record, long now) {
        if (!record.delta().account().equals(head.key()) || record.delta().sequence() > head.sequence()) {
            return null;
        }
        Position opening = new Position(
                record.delta().sequence(),
                record.delta().balance(),
                record.delta().credits());
        return since(head, record.delta().recordedAt(), opening, now);
    }

    private static @Nullable Scope after(LedgerReader reader, AccountHead head, StoredCheckpoint checkpoint, long now) {
        CheckpointStatement statement = checkpoint.statement();
        long last = statement.chain().lastSequence();
        if (!checkpoint.sealed().account().equals(head.key()) || last > head.sequence()) {
            return null;
        }
        CheckpointStatement.Window window = statement.window();
        if (window.mode() != Mode.WINDOW) {
            throw ScopeRefusals.sentence(
                    FIELD,
                    "This checkpoint covers records named one by one, with others between them that would be counted nowhere."
                            + " Start from a checkpoint of a whole window, or from a record.");
        }
        boolean over = !statement.provisional();
        if (last == 0) {
            return since(head, over ? window.end() : window.start(), reader.before(head, window.start()), now);
        }
        StoredDelta record = reader.records(head, last, last).getFirst();
        Scope scope = after(head, record, now);
        return scope == null || !over ? scope : since(head, window.end(), scope.opening(), now);
    }

    private static Scope since(AccountHead head, long start, @Nullable Position opening, long now) {
        return new Scope(start, Math.max(Math.max(now, head.lastAt()), start) + 1, null, opening);
    }
}
