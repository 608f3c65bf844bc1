package org.modeljungle.jungle.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.modeljungle.Check;

/**
 * The split of the Small CNN Zoo that the field reports on (Zhou et al., arXiv 2302.14040; ProbeGen's public code takes
 * it over): a file holds all rows of the zoo in a shuffled order. Of the rows of one step, the second half is the test;
 * the first half is shuffled once more, by Python's generator from seed 0, and four fifths of it are trained on.
 *
 * <p>The published file begins with a line {@code 0} that is the title of its column. It is left out; the public code
 * takes it for row 0, which changes nothing unless that row is of the step that is read.
 */
final class SmallCnnSplit {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final double TRAIN = .8;
    private static final String TITLE = "0"; // what pandas calls a column without a name

    private SmallCnnSplit() {}

    /**
     * The places of the networks in each part.
     *
     * @param order the file, a row's number on each line
     * @param rows the row of each network
     * @param all the number of rows, those of other steps among them
     * @return {@code train}, {@code val} and {@code test}
     * @throws IllegalArgumentException if a line is no number, or the file does not hold all rows, each once
     */
    static Map<String, int[]> of(Path order, List<Integer> rows, int all) {
        Map<Integer, Integer> networks = new HashMap<>();
        for (int network = 0; network < rows.size(); network++) {
            networks.put(rows.get(network), network);
        }
        BitSet met = new BitSet(all);
        List<Integer> shuffled = new ArrayList<>(); // networks
        List<String> lines = lines(order);
        if (lines.size() == all + 1 && lines.get(0).equals(TITLE)) {
            lines = lines.subList(1, lines.size());
        }
        for (String line : lines) {
            int row = row(order, line, all);
            Check.that(!met.get(row), "%s: expected each row once, found row %d again", order, row);
            met.set(row);
            Integer network = networks.get(row);
            if (network != null) {
                shuffled.add(network);
            }
        }
        Check.that(
                lines.size() == all,
                "%s: expected all %d rows of this zoo, found %d; each zoo has an order of its own",
                order,
                all,
                lines.size());
        return parts(shuffled);
    }

    private static int row(Path order, String line, int all) {
        Check.that(
                NUMBER.matcher(line).matches() && Integer.parseInt(line) < all,
                "%s: expected a row from 0 to %d of this zoo on each line, found '%s'",
                order,
                all - 1,
                Check.excerpt(line));
        return Integer.parseInt(line);
    }

    private static Map<String, int[]> parts(List<Integer> shuffled) {
        int half = shuffled.size() / 2;
        List<Integer> known = new ArrayList<>(shuffled.subList(0, half));
        shuffle(known);
        int train = (int) (TRAIN * half);
        Map<String, int[]> parts = new LinkedHashMap<>();
        parts.put("train", array(known.subList(0, train)));
        parts.put("val", array(known.subList(train, half)));
        parts.put("test", array(shuffled.subList(half, shuffled.size())));
        return parts;
    }

    /** Python's {@code random.Random(0).shuffle}. */
    private static void shuffle(List<Integer> list) {
        UniformRandomProvider random = RandomSource.MT.create(new int[] {0});
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, below(i + 1, random));
        }
    }

    /** As many leading bits as the limit has, drawn anew until the number is below it. */
    private static int below(int limit, UniformRandomProvider random) {
        int spare = Integer.numberOfLeadingZeros(limit);
        int drawn = random.nextInt() >>> spare;
        while (drawn >= limit) {
            drawn = random.nextInt() >>> spare;
        }
        return drawn;
    }

    private static int[] array(List<Integer> networks) {
        return networks.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<String> lines(Path order) {
        Check.that(Files.isRegularFile(order), "%s: expected a file with the order of the rows, found none", order);
        try {
            return Files.readAllLines(order).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(order + ": cannot be read", e);
        }
    }
}
