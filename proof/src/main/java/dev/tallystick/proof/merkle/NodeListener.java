package dev.tallystick.proof.merkle;

/** Is told every node of a growing tree that can never change again; called within the append, lowest first. */
@FunctionalInterface
public interface NodeListener {
    /**
     * A complete node came into being.
     *
     * @param height 0 for a leaf; a node of height h covers 2^h leaves. Heights that are multiples of 8 go into tiles
     * @param index the node's place among those of its height, from 0
     * @param src holds the node's 32 bytes at {@code offset}; valid only during the call
     */
    void completed(int height, long index, byte[] src, int offset);
}
