package org.modeljungle.weights;

import java.io.Serializable;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders names as people count: {@code blocks.2} comes before {@code blocks.10}. Runs of digits compare as numbers,
 * everything else by code unit; names that differ in leading zeros alone compare by code unit, so that the order is
 * total.
 */
public final class NaturalOrder implements Comparator<String>, Serializable {

    /** The one instance. */
    public static final NaturalOrder NATURAL = new NaturalOrder();

    private static final long serialVersionUID = 1;
    private static final Pattern PIECE = Pattern.compile("[0-9]+|[^0-9]+");

    private NaturalOrder() {}

    @Override
    public int compare(String left, String right) {
        Matcher a = PIECE.matcher(left);
        Matcher b = PIECE.matcher(right);
        while (true) {
            boolean more = a.find();
            if (!b.find()) {
                return more ? 1 : left.compareTo(right);
            }
            if (!more) {
                return -1;
            }
            int order = comparePieces(a.group(), b.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int comparePieces(String a, String b) {
        if (!isNumber(a) || !isNumber(b)) {
            return a.compareTo(b);
        }
        String left = withoutZeros(a);
        String right = withoutZeros(b);
        return left.length() != right.length() ? Integer.compare(left.length(), right.length()) : left.compareTo(right);
    }

    private static boolean isNumber(String piece) {
        return piece.charAt(0) >= '0' && piece.charAt(0) <= '9';
    }

    private static String withoutZeros(String digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }
}
