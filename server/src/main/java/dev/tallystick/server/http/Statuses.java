package dev.tallystick.server.http;

import io.helidon.http.Status;

/** The statuses this server sends, by number. */
final class Statuses {
    private Statuses() {}

    static Status of(int code) {
        return switch (code) {
            case 200 -> Status.OK_200;
            case 201 -> Status.CREATED_201;
            case 202 -> Status.ACCEPTED_202;
            default -> Status.create(code);
        };
    }
}
