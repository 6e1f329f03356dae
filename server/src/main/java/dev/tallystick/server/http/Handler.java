package dev.tallystick.server.http;

/** Serves one route: parse, call, render. Runs on the connection's virtual thread and may block. */
@FunctionalInterface
interface Handler {
    /**
     * @throws ProblemException to refuse
     * @throws dev.tallystick.ledger.outcome.RefusedException likewise
     */
    Reply handle(Exchange exchange);
}
