package org.modeljungle.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.modeljungle.Check;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Which captions are taken for which. */
final class Confusions {

    private record Pair(int own, int got, int models, int of) {}

    private Confusions() {}

    static Table table(ZeroShot.Result result, int most) {
        Check.that(most >= 1, "confusions: expected 1 row or more, found %d", most);
        List<Pair> pairs = new ArrayList<>();
        int[][] counts = result.confusion();
        for (int own = 0; own < counts.length; own++) {
            int of = Arrays.stream(counts[own]).sum();
            for (int got = 0; got < counts.length; got++) {
                if (got != own && counts[own][got] > 0) {
                    pairs.add(new Pair(own, got, counts[own][got], of));
                }
            }
        }
        pairs.sort(Comparator.comparingInt(Pair::models).reversed()); // stable: the candidates' order stays
        List<Pair> first = pairs.subList(0, Math.min(most, pairs.size()));
        List<String> names = result.candidates();
        return Table.create(
                "What is taken for what",
                StringColumn.create("caption", first.stream().map(pair -> names.get(pair.own))),
                StringColumn.create("taken for", first.stream().map(pair -> names.get(pair.got))),
                IntColumn.create("models", first.stream().mapToInt(Pair::models).toArray()),
                IntColumn.create("of", first.stream().mapToInt(Pair::of).toArray()));
    }
}
