package dev.tallystick.simulator.load;

import java.util.Map;

/**
 * A whole HTTP reply.
 *
 * @param headers by lower-case name
 * @param body the bytes as sent; belongs to the receiver
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the connection to one reader, never compared
public record HttpReply(int status, Map<String, String> headers, byte[] body) {}
