package org.modeljungle.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Finds what a mistyped name may have meant. */
final class ClosestNames {

    private static final int SHOWN = 3;
    private static final int COMPARED = 200; // characters, from the end: names differ in their tails

    private ClosestNames() {}

    /** Up to three names, quoted and joined by commas; "none" where there are none. */
    static String of(String asked, Collection<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        List<Candidate> closest = new ArrayList<>(); // the best first, a few
        for (String name : names) {
            int most = closest.size() < SHOWN ? Integer.MAX_VALUE : closest.get(SHOWN - 1).distance;
            boolean holds = holdsOther(asked, name);
            boolean worse = !holds && closest.size() == SHOWN && closest.get(SHOWN - 1).holds;
            if (worse || (!holds && atLeast(tail(asked), tail(name)) > most)) {
                continue; // not worth the table of its edits
            }
            closest.add(new Candidate(name, holds, distance(tail(asked), tail(name))));
            closest.sort(Candidate.CLOSENESS);
            if (closest.size() > SHOWN) {
                closest.remove(SHOWN);
            }
        }
        return closest.stream().map(found -> "'" + found.name + "'").collect(Collectors.joining(", "));
    }

    private record Candidate(String name, boolean holds, int distance) {

        static final Comparator<Candidate> CLOSENESS = Comparator.comparing((Candidate found) -> !found.holds)
                .thenComparingInt(Candidate::distance)
                .thenComparing(Candidate::name, NaturalOrder.NATURAL);
    }

    /** A number that the distance of two names cannot be below. */
    private static int atLeast(String a, String b) {
        return Math.abs(a.length() - b.length()) - sharedEnd(a, b);
    }

    private static boolean holdsOther(String asked, String name) {
        return !asked.isEmpty() && (name.contains(asked) || asked.contains(name));
    }

    private static String tail(String name) {
        return name.substring(Math.max(0, name.length() - COMPARED));
    }

    /** The number of edited characters, less those shared at the end. */
    private static int distance(String a, String b) {
        return edits(a, b) - sharedEnd(a, b);
    }

    private static int sharedEnd(String a, String b) {
        int shared = 0;
        while (shared < Math.min(a.length(), b.length())
                && a.charAt(a.length() - 1 - shared) == b.charAt(b.length() - 1 - shared)) {
            shared++;
        }
        return shared;
    }

    /** The Levenshtein distance, one row of its table at a time. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
