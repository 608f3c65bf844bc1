package org.modeljungle.expert;

/**
 * A trained expert.
 *
 * @param reader what has learnt to read classes
 * @param seconds how long that took, beside others where several ran side by side
 */
public record Fitted(Expert.Reader reader, double seconds) {}
