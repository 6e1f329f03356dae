package dev.tallystick.simulator.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request rendered once, with places for numbers that are overwritten before each sending: so generating load costs
 * next to nothing on the machine that is being measured.
 */
final class RequestTemplate {
    private static final char NUMBER = '\u0001';
    private static final char CUSTOMER = '\u0002';
    private static final int NUMBER_DIGITS = 12;
    private static final int CUSTOMER_DIGITS = 6;

    /** A prime, so that neighbours in time belong to customers far apart. */
    private static final long STRIDE = 7_919;

    private final byte[] bytes;
    private final int[] numbersAt;
    private final int[] customersAt;
    private final int customers;

    private RequestTemplate(String text, int customers) {
        this.customers = customers;
        StringBuilder out = new StringBuilder(text.length() + 64);
        List<Integer> numbers = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case NUMBER -> {
                    numbers.add(out.length());
                    out.repeat('0', NUMBER_DIGITS);
                }
                case CUSTOMER -> {
                    places.add(out.length());
                    out.repeat('0', CUSTOMER_DIGITS);
                }
                default -> out.append(text.charAt(i));
            }
        }
        bytes = out.toString().getBytes(StandardCharsets.US_ASCII);
        numbersAt = numbers.stream().mapToInt(Integer::intValue).toArray();
        customersAt = places.stream().mapToInt(Integer::intValue).toArray();
    }

    static RequestTemplate of(LoadOrder order) {
        String customer = order.label() + "_" + CUSTOMER;
        String text = switch (order.kind()) {
            case SINGLE -> post(order, "/api/v1/balance/delta", item(order.label()));
            case ECHO -> post(order, "/echo", item(order.label()));
            case BATCH, FILL -> post(order, "/api/v1/balance/delta/batch", batch(order));
            case DERIVE ->
                "GET /api/v1/balance/derive/" + customer + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: "
                        + order.apiKey() + "\r\n\r\n";
            case COMPARE ->
                post(
                        order,
                        "/api/v1/balance/compare",
                        "{\"customerId\":\"" + customer
                                + "\",\"yourBalance\":-12.5,\"theirBalance\":100,\"startingBalance\":0,"
                                + "\"granularity\":\"day\"}");
        };
        return new RequestTemplate(text, order.customers());
    }

    private static String batch(LoadOrder order) {
        StringBuilder items = new StringBuilder("{\"deltas\":[");
        for (int i = 0; i < order.kind().items(); i++) {
            items.append(i == 0 ? "" : ",").append(item(order.label()));
        }
        return items.append("]}").toString();
    }

    private static String item(String label) {
        return "{\"customerId\":\"" + label + "_" + CUSTOMER
                + "\",\"delta\":-12.34,\"reason\":\"API calls, region eu-west-1, metered hourly\",\"referenceId\":\""
                + label + "-2026-11-24-" + NUMBER + "\"}";
    }

    private static String post(LoadOrder order, String path, String body) {
        int length = 0;
        for (int i = 0; i < body.length(); i++) {
            length += switch (body.charAt(i)) {
                case NUMBER -> NUMBER_DIGITS;
                case CUSTOMER -> CUSTOMER_DIGITS;
                default -> 1;
            };
        }
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-Api-Key: "
                + order.apiKey() + "\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    /** A buffer with the request, to be {@linkplain #number numbered} again and again. */
    ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** Writes the {@code n}th request's numbers into the buffer and makes it ready to be sent. */
    void number(ByteBuffer buffer, long n) {
        buffer.clear();
        long first = n * Math.max(1, numbersAt.length);
        for (int i = 0; i < numbersAt.length; i++) {
            digits(buffer, numbersAt[i], NUMBER_DIGITS, first + i);
        }
        for (int i = 0; i < customersAt.length; i++) {
            digits(buffer, customersAt[i], CUSTOMER_DIGITS, (first + i) * STRIDE % customers);
        }
    }

    private static void digits(ByteBuffer buffer, int at, int count, long number) {
        long rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            buffer.put(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }
}
