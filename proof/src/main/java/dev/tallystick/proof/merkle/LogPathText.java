package dev.tallystick.proof.merkle;

/** The spelling of {@link LogPath}: digits in groups of three. */
final class LogPathText {
    private static final String PREFIX = "tile/";
    private static final String ENTRIES = "entries";
    private static final String PARTIAL = ".p/";
    private static final int GROUP = 1000;
    private static final int GROUP_DIGITS = 3;
    // The longest valid path; anything longer is refused unread.
    private static final int LENGTH_MAX = "tile/entries/x009/x223/x372/x036/x854/x775/807.p/255".length();

    private LogPathText() {}

    static String of(String kind, long index, int width) {
        StringBuilder text = new StringBuilder(PREFIX).append(kind).append('/');
        appendIndex(index, text);
        return width == LogPath.FULL
                ? text.toString()
                : text.append(PARTIAL).append(width).toString();
    }

    private static void appendIndex(long index, StringBuilder text) {
        if (index >= GROUP) {
            appendHigher(index / GROUP, text);
        }
        appendGroup((int) (index % GROUP), text);
    }

    private static void appendHigher(long index, StringBuilder text) {
        if (index >= GROUP) {
            appendHigher(index / GROUP, text);
        }
        text.append('x');
        appendGroup((int) (index % GROUP), text);
        text.append('/');
    }

    private static void appendGroup(int group, StringBuilder text) {
        text.append((char) ('0' + group / 100))
                .append((char) ('0' + group / 10 % 10))
                .append((char) ('0' + group % 10));
    }

    static LogPath parse(String path) {
        if (path.length() > LENGTH_MAX || !path.startsWith(PREFIX)) {
            throw failure(path);
        }
        int kindEnd = path.indexOf('/', PREFIX.length());
        if (kindEnd < 0) {
            throw failure(path);
        }
        String kind = path.substring(PREFIX.length(), kindEnd);
        int partialAt = path.indexOf(PARTIAL, kindEnd);
        int indexEnd = partialAt < 0 ? path.length() : partialAt;
        int width = partialAt < 0 ? LogPath.FULL : number(path, partialAt + PARTIAL.length(), path.length());
        long index = index(path, kindEnd + 1, indexEnd);
        if (width < 1 || width > LogPath.FULL || index < 0) {
            throw failure(path);
        }
        LogPath found =
                kind.equals(ENTRIES) ? new EntryBundle(index, width) : new Tile(level(path, kind), index, width);
        // Other spellings of the same numbers (leading zeros, needless groups, .p/256) would be other URLs.
        if (!found.path().equals(path)) {
            throw failure(path);
        }
        return found;
    }

    private static int level(String path, String kind) {
        int level = number(kind, 0, kind.length());
        if (level < 0 || level > Tile.LEVEL_MAX) {
            throw failure(path);
        }
        return level;
    }

    // Returns -1 if the characters are not one to three digits.
    private static int number(String text, int from, int to) {
        if (to - from < 1 || to - from > GROUP_DIGITS) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static long index(String path, int from, int to) {
        long index = 0;
        int at = from;
        while (true) {
            boolean more = at < to && path.charAt(at) == 'x';
            int digitsAt = more ? at + 1 : at;
            int digitsEnd = digitsAt + GROUP_DIGITS;
            int group = digitsEnd <= to ? number(path, digitsAt, digitsEnd) : -1;
            if (group < 0 || index > (Long.MAX_VALUE - group) / GROUP) {
                throw failure(path);
            }
            index = index * GROUP + group;
            if (!more) {
                if (digitsEnd != to) {
                    throw failure(path);
                }
                return index;
            }
            if (digitsEnd >= to || path.charAt(digitsEnd) != '/') {
                throw failure(path);
            }
            at = digitsEnd + 1;
        }
    }

    private static TileException failure(String path) {
        String shown = path.length() > LENGTH_MAX ? path.substring(0, LENGTH_MAX) + "..." : path;
        return new TileException(
                "Expected a path such as tile/0/x001/234 or tile/entries/000.p/17, but found '" + shown + "'.");
    }
}
