package dev.tallystick.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads traffic settings as an operator writes them. Stateless. */
final class TrafficTexts {
    static final String RATE_EXPECTED =
            "'off' or REQUESTS/SECONDS, such as 600/60 for 600 at once and 10 a second from then on";
    static final String PROXIES_EXPECTED = "a list of addresses or ranges, such as 10.0.0.0/8, 192.0.2.7, fd00::/8";

    private static final Pattern RATE = Pattern.compile("([0-9]{1,10})/([0-9]{1,5})");

    private TrafficTexts() {}

    /** @throws IllegalArgumentException if the text is no rate limit */
    static RateLimit rate(String text) {
        if (text.equals("off")) {
            return RateLimit.OFF;
        }
        Matcher matcher = RATE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a rate limit");
        }
        RateLimit limit = new RateLimit(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (limit.isOff()) {
            throw new IllegalArgumentException("'off' says that");
        }
        return limit;
    }

    /** @throws IllegalArgumentException if a part of the text is neither an address nor a range */
    static List<AddressRange> proxies(String text) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            ranges.add(AddressRange.parse(part.strip()));
        }
        return List.copyOf(ranges);
    }
}
