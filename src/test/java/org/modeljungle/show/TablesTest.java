package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.modeljungle.Results;
import org.modeljungle.Run;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TablesTest {

    private static Table methods() {
        return Table.create(
                "A & B",
                StringColumn.create("method", "<ridge>", "ProbeX"),
                DoubleColumn.create("accuracy", 0.97, Double.NaN),
                IntColumn.create("models", 480, 9));
    }

    private static Table counting(int rows) {
        return Table.create(IntColumn.indexColumn("row", rows, 1));
    }

    @Test
    void namesStayInOneLineAndSentencesAreWrapped() {
        Table table = Table.create(
                "experts",
                StringColumn.create("expert", "multi-kernel-ridge-whitened"),
                StringColumn.create("remark", "a sentence that is far too long for one line of a table"));
        assertThat(Tables.html(table))
                .contains("white-space:nowrap;text-align:left\">multi-kernel-ridge-whitened<")
                .doesNotContain("white-space:nowrap;text-align:left\">a sentence");
    }

    @Test
    void textIsAligned() {
        assertThat(Tables.text(methods())).isEqualTo("""
                        A & B
                        method   accuracy  models
                        <ridge>      0.97     480
                        ProbeX          -       9
                        2 rows, 3 columns""");
    }

    @Test
    void htmlIsEscapedAndNumbersStandRight() {
        String html = Tables.html(methods());
        assertThat(html)
                .contains(">A &amp; B</div>")
                .contains("text-align:left\">&lt;ridge&gt;</th>")
                .contains("text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums\">0.97</td>")
                .contains("tabular-nums\">-</td>")
                .contains("2 rows, 3 columns")
                .doesNotContain("NaN", "<ridge>", "<script", "<details>", "http");
    }

    @Test
    void aColumnWithoutANameHasNoHead() {
        String html =
                Tables.html(Table.create(StringColumn.create("", "ridge"), IntColumn.create("models", new int[] {3})));
        assertThat(html).contains("<td style=\"", "<th scope=\"col\" style=\"").doesNotContain("></th>");
    }

    @Test
    void amountsHaveCommasAndIdentifiersHaveNone() {
        LongColumn parameters = LongColumn.create("parameters", 2_151_140, 9_999);
        parameters.append(Long.MIN_VALUE); // Tablesaw's missing number
        assertThat(Tables.text(Table.create(IntColumn.create("id", 20_241, 2, 3), parameters)))
                .isEqualTo("""
                           id  parameters
                        20241   2,151,140
                            2        9999
                            3           -
                        3 rows, 2 columns""");
    }

    @Test
    void longTablesFold() {
        String html = Tables.html(counting(60));
        int fold = html.indexOf("<details>");
        assertThat(html.substring(0, fold)).contains(">25</td>").doesNotContain(">26</td>");
        assertThat(html.substring(fold))
                .contains("rows 26 to 60</summary>", ">26</td>", ">60</td>")
                .endsWith("60 rows, 1 column</div></div>");
        assertThat(Tables.text(counting(60))).contains("\n 25\n60 rows, 1 column");
    }

    @Test
    void hugeTablesSayThatTheyAreCut() {
        String html = Tables.html(counting(1_500));
        assertThat(html)
                .contains("rows 26 to 1000", "1500 rows, 1 column, of which the first 1000 are here")
                .doesNotContain(">1001</td>");
    }

    @Test
    void numbersInTextsStandRightAndTheBestStandsOut() {
        Table table = Table.create(
                "Reading",
                StringColumn.create("expert", "dense", "probex"),
                StringColumn.create("kendall-tau", "0.887 ± 0.011 *", "0.85 ± 0.2"),
                StringColumn.create("best", "", "on validation"));
        assertThat(Tables.text(table)).isEqualTo("""
                        Reading
                        expert    Kendall's tau  best
                        dense   0.887 ± 0.011 *  -
                        probex     0.85 ± 0.2    on validation
                        2 rows, 3 columns; * the highest of its column""");
        String html = Tables.html(table);
        assertThat(html)
                .contains("tabular-nums;font-weight:600\">0.887 ± 0.011 *</td>")
                .contains("tabular-nums\">0.85 ± 0.2<span style=\"visibility:hidden\"> *</span></td>")
                .contains(
                        ";font-weight:600\"><th scope=\"row\" style=\"font-weight:inherit;padding:3px 10px;border:none;"
                                + "white-space:nowrap;text-align:left\">probex</th>")
                .contains("<table aria-label=\"Reading\"", "<th scope=\"col\"")
                .contains("* the highest of its column");
    }

    @Test
    void whatGuessingReachesStandsInTheHead() {
        Table table = Table.create(
                "named",
                StringColumn.create("expert", "ridge", "probex"),
                StringColumn.create("held-out", "0.900 *", "0.800"),
                StringColumn.create("held-out by chance", "0.056", "0.056"),
                StringColumn.create("seen", "0.990", "0.970"),
                StringColumn.create("seen by chance", "0.010", "0.020"));
        assertThat(Tables.text(table)).isEqualTo("""
                        named
                        expert  held out (chance 0.056)   seen  seen by chance
                        ridge                   0.900 *  0.990           0.010
                        probex                  0.800    0.970           0.020
                        2 rows, 4 columns; * the highest of its column""");
        assertThat(Tables.html(table))
                .contains("held out<br><span style=\"font-weight:400;opacity:.7\">chance 0.056</span></th>")
                .contains(">seen by chance</th>")
                .contains("2 rows, 4 columns");
    }

    @Test
    void numbersInTextsHaveNoExponent() {
        Table table = Table.create(StringColumn.create("learning_rate", "2.827404132395348E-4", "0.001", ""));
        assertThat(Tables.text(table)).startsWith("learning_rate\n     0.000283\n        0.001\n            -\n");
    }

    @Test
    void anEmptyTableIsShownAsSuch() {
        assertThat(Tables.text(Table.create())).endsWith("0 rows, 0 columns");
        assertThat(Tables.html(counting(0))).contains("0 rows, 1 column");
    }

    @Test
    void resultsAreATableOfTheirMetrics() {
        Results results = Results.of(Run.start("numbers", 0))
                .with(
                        Results.Metric.over("a/b/c", new double[] {.25, .75}, "accuracy", .125, 8),
                        Results.Metric.cost("a/b/seconds", 2, "seconds"));
        assertThat(Tables.text(Tables.of(results))).isEqualTo("""
                        numbers
                        metric       value  spread  chance  unit      n  seeds
                        a/b/c        0.500   0.354   0.125  accuracy  8      2
                        a/b/seconds      2       -       -  seconds   -      1
                        2 rows, 7 columns""");
    }
}
