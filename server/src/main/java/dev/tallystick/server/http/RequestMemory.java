package dev.tallystick.server.http;

import org.jspecify.annotations.Nullable;

/** What one request claims of the memory all share, from its body to the last byte of its reply. For the request's thread. */
final class RequestMemory {
    /** Owns what requests without a key take, all together. */
    private static final String NOBODY = "(no key)";

    private final MemoryBudget budget;
    private final int smallReplyBytes;
    private String owner = NOBODY;
    private boolean storesNothing;
    private MemoryBudget.@Nullable Lease lease;

    /** @param smallReplyBytes replies that take no more are not counted */
    RequestMemory(MemoryBudget budget, int smallReplyBytes) {
        this.budget = budget;
        this.smallReplyBytes = smallReplyBytes;
    }

    /** Names whose part of the memory it is: a tenant, or any name for those without one. Before anything is claimed. */
    void owner(String name) {
        owner = name;
    }

    /** What is claimed so far. */
    MemoryBudget.Lease lease() {
        MemoryBudget.Lease known = lease;
        if (known == null) {
            known = budget.lease(owner);
            lease = known;
        }
        return known;
    }

    /**
     * Claims the memory for a reply to what is about to be stored: once it is, the reply cannot be withheld any more.
     *
     * @throws ProblemException 413 or 503 if no memory is free for it
     */
    void claimReply(long bytes) {
        lease().claim(bytes);
    }

    /** Notes that the request stores nothing though its method may, so that its reply can be withheld and asked for again. */
    void storesNothing() {
        storesNothing = true;
    }

    /**
     * Counts a reply until the request's memory is released.
     *
     * @return false if there is no room for it and it can be withheld, for a repeat of the request does no harm
     */
    boolean affords(Reply reply, String method) {
        long bytes = reply.heldBytes();
        if (method.equals("HEAD") || bytes <= smallReplyBytes) {
            return true;
        }
        if (storesNothing || method.equals("GET")) {
            return lease().claimReply(bytes);
        }
        lease().countReply(bytes);
        return true;
    }

    void release() {
        MemoryBudget.Lease claimed = lease;
        if (claimed != null) {
            claimed.close();
        }
    }
}
