package dev.tallystick.client;

import dev.tallystick.proof.json.JsonObject;

/**
 * A notice whose signature holds.
 *
 * @param id the same on every attempt: drop what was seen before
 * @param event such as {@code delta.verified}
 * @param tenantId the vendor
 * @param environment {@code sandbox} or {@code production}
 * @param data what it is about
 */
public record WebhookEvent(String id, String event, String tenantId, String environment, JsonObject data) {}
