package org.modeljungle.weights;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Orders names as people count: {@code blocks.2} comes before {@code blocks.10}. Runs of digits compare as numbers,
 * what is between them by code unit, where a shorter piece comes before a longer one that begins with it; names that
 * differ in leading zeros alone compare by code unit, so that the order is total.
 */
public final class NaturalOrder implements Comparator<String>, Serializable {

    /** The one instance. */
    public static final NaturalOrder NATURAL = new NaturalOrder();

    private static final long serialVersionUID = 1;

    private NaturalOrder() {}

    @Override
    public int compare(String left, String right) { // makes no objects: a header may have a million names
        int i = sharedStart(left, right);
        int j = i;
        while (i < left.length() && j < right.length()) {
            char a = left.charAt(i);
            char b = right.charAt(j);
            if (isDigit(a) && isDigit(b)) {
                int order = compareNumbers(left, i, right, j);
                if (order != 0) {
                    return order;
                }
                i = runEnd(left, i);
                j = runEnd(right, j);
            } else if (a == b) {
                i++;
                j++;
            } else {
                return compareUnlike(a, b, i == 0);
            }
        }
        return i < left.length() ? 1 : j < right.length() ? -1 : left.compareTo(right);
    }

    /** How far two names are the same, less a number that they may share in part. */
    private static int sharedStart(String left, String right) {
        int length = Math.min(left.length(), right.length());
        int shared = 0;
        while (shared < length && left.charAt(shared) == right.charAt(shared)) {
            shared++;
        }
        while (shared > 0 && isDigit(left.charAt(shared - 1))) {
            shared--;
        }
        return shared;
    }

    /** Of two characters of which one is no digit: a digit ends the piece before it, which then is the shorter one. */
    private static int compareUnlike(char a, char b, boolean start) {
        if (start || isDigit(a) == isDigit(b)) {
            return Character.compare(a, b);
        }
        return isDigit(a) ? -1 : 1;
    }

    private static int compareNumbers(String left, int i, String right, int j) {
        int leftEnd = runEnd(left, i);
        int rightEnd = runEnd(right, j);
        int a = withoutZeros(left, i, leftEnd);
        int b = withoutZeros(right, j, rightEnd);
        int order = Integer.compare(leftEnd - a, rightEnd - b);
        for (; order == 0 && a < leftEnd; a++, b++) {
            order = Character.compare(left.charAt(a), right.charAt(b));
        }
        return order;
    }

    private static int withoutZeros(String text, int start, int end) {
        int first = start;
        while (first < end && text.charAt(first) == '0') {
            first++;
        }
        return first;
    }

    private static int runEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
