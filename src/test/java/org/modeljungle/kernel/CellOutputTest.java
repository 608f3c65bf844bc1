package org.modeljungle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.modeljungle.kernel.CellOutput.Stream;

class CellOutputTest {

    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final CellOutput output = new CellOutput((stream, text) -> sent.add(stream + " " + text));

    @Test
    void linesOfOneStreamAreOneMessageAndTheOrderOfStreamsIsKept() {
        output.write(Stream.OUT, "a\n");
        output.write(Stream.OUT, "b\n");
        output.write(Stream.ERR, "c\n");
        output.write(Stream.OUT, "d\n");
        output.close();
        assertThat(sent).containsExactly("OUT a\nb\n", "ERR c\n", "OUT d\n");
    }

    @Test
    void whatWaitsIsSentByItself() throws InterruptedException {
        output.write(Stream.OUT, "a\n");
        long end = System.nanoTime() + 10_000_000_000L;
        while (sent.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertThat(sent).containsExactly("OUT a\n");
    }

    @Test
    void afterTheEndNothingIsSent() {
        output.close();
        output.write(Stream.OUT, "late\n");
        output.flush();
        output.close();
        assertThat(sent).isEmpty();
    }

    @Test
    void aFloodIsItsBeginningItsEndAndACount() {
        String line = "x".repeat(99) + "\n";
        int lines = LastLines.MOST / 100 + 1000;
        for (int i = 0; i < lines; i++) {
            output.write(Stream.OUT, line);
        }
        for (int i = 0; i < LastLines.LAST; i++) {
            output.write(Stream.OUT, "last " + i + "\n");
        }
        output.close();
        String all = sent.stream().map(text -> text.substring(4)).collect(Collectors.joining());
        assertThat(all.length()).isBetween(LastLines.MOST, LastLines.MOST + 3000);
        assertThat(all)
                .contains(
                        "... 1,000 lines are not shown here: a cell shows 1,048,576 characters and its last 100 lines")
                .contains("\nlast 0\nlast 1\n")
                .endsWith("\nlast 99\n");
    }

    private void flood(Stream stream) {
        String line = "x".repeat(99) + "\n";
        for (int i = 0; i < LastLines.MOST / 100 + 1000; i++) {
            output.write(stream, line);
        }
    }

    private String sentTo(Stream stream) {
        return sent.stream()
                .filter(text -> text.startsWith(stream + " "))
                .map(text -> text.substring(4))
                .collect(Collectors.joining());
    }

    @Test
    void aFloodOfOneStreamDoesNotCutTheOther() {
        flood(Stream.OUT);
        output.write(Stream.ERR, "WARN Some - no font\n");
        flood(Stream.OUT);
        output.close();
        assertThat(sentTo(Stream.ERR)).isEqualTo("WARN Some - no font\n");
        assertThat(sentTo(Stream.OUT)).contains("lines are not shown here").doesNotContain("WARN");
    }

    @Test
    void theLastLinesKeepTheirStream() {
        flood(Stream.ERR);
        output.write(Stream.ERR, "last\n");
        output.close();
        assertThat(sentTo(Stream.OUT)).isEmpty();
        assertThat(sentTo(Stream.ERR)).contains("lines are not shown here").endsWith("x\nlast\n");
    }

    @Test
    void aWarningIsSentWhateverIsPrinted() {
        output.warn("runs on\n");
        flood(Stream.ERR);
        flood(Stream.OUT);
        output.close();
        assertThat(sentTo(Stream.ERR)).endsWith("x\nruns on\n");
        assertThat(sent.get(sent.size() - 1)).startsWith("ERR ").endsWith("runs on\n");
    }

    @Test
    void whatFitsIntoTheLastLinesIsWhole() {
        String most = "x".repeat(LastLines.MOST - 1) + "\n";
        output.write(Stream.OUT, most);
        output.write(Stream.OUT, "one\nand a part");
        output.close();
        assertThat(sent.stream().map(text -> text.substring(4)).collect(Collectors.joining()))
                .isEqualTo(most + "one\nand a part\n");
    }

    @Test
    void aLineWithoutAnEndIsBounded() {
        for (int i = 0; i < 40; i++) {
            output.write(Stream.OUT, "x".repeat(100_000));
        }
        output.close();
        assertThat(sent.stream().mapToInt(String::length).sum())
                .isLessThan(LastLines.MOST + LastLines.MOST / LastLines.LAST + 200);
        int shown = LastLines.MOST + LastLines.MOST / LastLines.LAST;
        assertThat(sent.get(sent.size() - 1))
                .endsWith(String.format(Locale.ROOT, "x... %,d more characters\n", 4_000_000 - shown));
    }
}
