package dev.tallystick.simulator.load;

import java.util.List;

/**
 * What a load generator is to do.
 *
 * @param port of the server on this machine
 * @param apiKey sent with every request
 * @param kind what to send
 * @param connections how many are kept open, each with one request under way at most
 * @param warmSeconds how long the load runs before it is measured
 * @param seconds how long it is measured
 * @param perSecond requests a second over all connections; 0 for as many as the server answers
 * @param customers over how many customers deltas are spread, 1 to 999,999
 * @param label part of every reference and customer id; letters, digits, hyphens
 * @param requests ends earlier, after so many requests; 0 for no such bound
 */
public record LoadOrder(
        int port,
        String apiKey,
        Kind kind,
        int connections,
        int warmSeconds,
        int seconds,
        int perSecond,
        int customers,
        String label,
        long requests) {

    /** What a request is. */
    public enum Kind {
        /** One delta. */
        SINGLE(1),
        /** A batch of 100 deltas. */
        BATCH(100),
        /** A batch of 1,000 deltas: fills a history. */
        FILL(1_000),
        /** The same body as SINGLE, to a server that echoes. */
        ECHO(1),
        /** The balance of a customer, with its first 100 rows. */
        DERIVE(1),
        /** Two claims for a customer, one of them wrong. */
        COMPARE(1);

        private final int items;

        Kind(int items) {
            this.items = items;
        }

        /** Deltas in a request, or 1. */
        public int items() {
            return items;
        }
    }

    List<String> arguments() {
        return List.of(
                Integer.toString(port),
                apiKey,
                kind.name(),
                Integer.toString(connections),
                Integer.toString(warmSeconds),
                Integer.toString(seconds),
                Integer.toString(perSecond),
                Integer.toString(customers),
                label,
                Long.toString(requests));
    }

    static LoadOrder parse(String[] arguments) {
        return new LoadOrder(
                Integer.parseInt(arguments[0]),
                arguments[1],
                Kind.valueOf(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]),
                Integer.parseInt(arguments[7]),
                arguments[8],
                Long.parseLong(arguments[9]));
    }
}
