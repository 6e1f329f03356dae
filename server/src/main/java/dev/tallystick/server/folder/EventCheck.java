package dev.tallystick.server.folder;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Answer;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.Endpoints;
import dev.tallystick.ledger.state.LedgerView;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.ProofHash;
import dev.tallystick.server.index.LedgerIndex;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks events one after the other against everything before them, which stands in an index built alongside, so that the
 * memory needed does not grow with the history.
 */
final class EventCheck {
    private final LedgerView before;
    private final Directory directory;
    private final SealingCheck sealing;
    private final ByteSink scratch = new ByteSink(512);
    private long lastRecordedAt;
    private long deltas;
    private long customers;
    private long tenants;
    private long apiKeys;
    private long answers;

    EventCheck(LedgerIndex before, Directory directory) {
        this.before = before.view();
        this.directory = directory;
        this.sealing = new SealingCheck(before, directory);
    }

    /** An event that does not follow from those before it. */
    static final class Contradiction extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Contradiction(long event, String what, @Nullable Object expected, @Nullable Object found) {
            super("event " + event + ": " + what + ": expected " + expected + ", found " + found);
        }
    }

    /** Checks event {@code number} before it is applied to the index. */
    void check(long number, Event event) {
        if (event.recordedAt() < lastRecordedAt) {
            throw new Contradiction(
                    number, "recordedAt goes backwards", "at least " + lastRecordedAt, event.recordedAt());
        }
        lastRecordedAt = event.recordedAt();
        switch (event) {
            case DeltaRecorded delta -> delta(number, delta);
            case RequestAnswered answered -> answered(number, answered);
            case Event.Administration administration -> administration(number, administration);
            case Event.Sealing sealing -> {
                tenant(number, event);
                this.sealing.check(number, sealing);
            }
            case Event.ComparisonReported reported -> {
                tenant(number, event);
                boolean known = before.account(new AccountKey(reported.tenantId(), reported.customerId())) != null;
                require(number, "customer of the comparison is known", true, known);
            }
            case Event.DeliveryGivenUp givenUp -> endpoint(number, event, givenUp.endpointId());
        }
    }

    private void administration(long number, Event.Administration event) {
        switch (event) {
            case Event.TenantOpened opened -> {
                require(number, "tenant opened before", null, directory.tenant(opened.tenantId()));
                tenants++;
            }
            case Event.ApiKeyCreated created -> {
                tenant(number, event);
                require(number, "API key made before", null, directory.byKeyId(created.keyId()));
                apiKeys++;
            }
            case Event.LogKeyRotated rotated -> logKey(number, rotated);
            case Event.ApiKeyRevoked revoked -> {
                Directory.ApiKey key = directory.byKeyId(revoked.keyId());
                String owner = key == null ? null : key.created().tenantId();
                require(number, "tenant of the revoked API key", revoked.tenantId(), owner);
            }
            case Event.CustomerKeyRegistered registered -> {
                tenant(number, event);
                require(number, "customer key made before", null, directory.customerKey(registered.keyId()));
            }
            case Event.CustomerKeyRevoked revoked -> {
                tenant(number, event);
                Event.CustomerKeyRegistered key = directory.customerKey(revoked.keyId());
                AccountKey owner = key == null ? null : new AccountKey(key.tenantId(), key.customerId());
                AccountKey named = new AccountKey(revoked.tenantId(), revoked.customerId());
                require(number, "owner of the revoked customer key", named, owner);
                require(number, "revocation before", null, directory.customerKeyRevoked(revoked.keyId()));
            }
            case Event.PeriodClosed closed -> {
                tenant(number, event);
                int before = directory.closedMonth(closed.tenantId());
                require(number, "month closed after month " + before, true, closed.month() > before);
            }
            case Event.TenantSettingsChanged ignored -> tenant(number, event);
            case Event.CustomerSettingsChanged ignored -> tenant(number, event);
            case Event.EndpointCreated created -> {
                tenant(number, event);
                require(
                        number,
                        "webhook endpoint made before",
                        null,
                        directory.endpoints().byId(created.endpointId()));
            }
            case Event.EndpointEvent endpoint -> endpoint(number, event, endpoint.endpointId());
        }
    }

    /** Whoever changes an endpoint owns it; one that was deleted meanwhile tells nothing. */
    private void endpoint(long number, Event event, String endpointId) {
        tenant(number, event);
        Endpoints.Endpoint endpoint = directory.endpoints().byId(endpointId);
        if (endpoint != null) {
            require(number, "tenant of the webhook endpoint", endpoint.tenantId(), event.tenantId());
        }
    }

    private void logKey(long number, Event.LogKeyRotated rotated) {
        tenant(number, rotated);
        List<Event.LogKeyRotated> known = directory.logKeyRotations();
        if (!known.isEmpty()) {
            require(number, "the log's key", known.getLast().newKey(), rotated.oldKey());
        }
        boolean holds;
        try {
            holds = rotated.signature().verifies(rotated.oldKey(), rotated.newKey());
        } catch (NoteException e) {
            throw new Contradiction(number, "the log's keys", "two vkeys", e.getMessage());
        }
        require(number, "the old log key's signature over the new one holds", true, holds);
    }

    private void delta(long number, DeltaRecorded delta) {
        tenant(number, delta);
        AccountKey key = delta.account();
        AccountHead head = before.account(key);
        Amount amount = delta.item().delta();
        Amount creditsBefore = head == null ? Amount.ZERO : head.credits();
        require(number, "sequence", head == null ? 1 : head.sequence() + 1, delta.sequence());
        require(number, "balance", head == null ? amount : head.balance().plus(amount), delta.balance());
        require(number, "credits", amount.signum() > 0 ? creditsBefore.plus(amount) : creditsBefore, delta.credits());
        require(number, "previousProofHash", head == null ? Hash.ZERO : head.proofHash(), delta.previousProofHash());
        require(number, "contentHash", ContentHash.of(delta.item()), delta.contentHash());
        require(number, "proofHash", proofHash(delta), delta.proofHash());
        String referenceId = delta.item().referenceId();
        if (referenceId != null) {
            StoredDelta earlier = before.recordByReference(new ReferenceKey(key, referenceId, scratch));
            require(number, "earlier record with its referenceId", null, earlier == null ? null : earlier.recordId());
        }
        deltas++;
        if (head == null) {
            customers++;
        }
    }

    private static Hash proofHash(DeltaRecorded delta) {
        return ProofHash.of(
                delta.salt().bytes(),
                delta.tenantId(),
                delta.item().customerId(),
                delta.sequence(),
                delta.recordedAt(),
                delta.balance(),
                delta.contentHash(),
                delta.previousProofHash());
    }

    private void answered(long number, RequestAnswered answered) {
        tenant(number, answered);
        for (Answer answer : answered.answers()) {
            switch (answer) {
                case Answer.Stored(long event, boolean ignored) -> {
                    boolean there = before.record(answered.tenantId(), event) != null
                            || before.checkpoint(answered.tenantId(), event) != null;
                    require(number, "record or checkpoint that the answer names, event " + event, true, there);
                }
                case Answer.Refused ignored -> {}
            }
        }
        answers++;
    }

    private void tenant(long number, Event event) {
        Event.TenantOpened opened = directory.tenant(event.tenantId());
        require(number, "tenant", event.tenantId(), opened == null ? null : opened.tenantId());
    }

    static void require(long number, String what, @Nullable Object expected, @Nullable Object found) {
        if (!Objects.equals(expected, found)) {
            throw new Contradiction(number, what, expected, found);
        }
    }

    PlaneReport report(PlaneFolder plane, long events, long repairs, String index, @Nullable String damage) {
        return new PlaneReport(
                plane.name(),
                events,
                deltas,
                customers,
                tenants,
                apiKeys,
                answers,
                repairs,
                index,
                PlaneReport.NOT_COMPARED,
                damage,
                null);
    }
}
