package org.modeljungle.hub;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many bytes of a file are asked for first, so that its header is among them: models of one kind have headers of
 * one size.
 */
final class HeaderGuess {

    private static final int FIRST = 1 << 16; // bytes
    private static final int MOST = 1 << 20; // bytes
    private static final int SPARE = 1 << 10; // bytes, for what the models' cards say

    private final AtomicInteger bytes = new AtomicInteger(FIRST);

    int bytes() {
        return bytes.get();
    }

    /** @param length of a header that was seen, in bytes */
    void seen(int length) {
        bytes.accumulateAndGet(Math.min(MOST, length + SPARE), Math::max);
    }
}
