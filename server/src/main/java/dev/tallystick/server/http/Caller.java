package dev.tallystick.server.http;

import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.server.sequencer.Plane;

/** Who calls, as the API key says: a tenant on one plane, with the key's scopes. */
record Caller(Plane plane, String tenantId, ApiKeyScopes scopes) {}
