package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.modeljungle.kernel.Payload;

class FramesTest {

    private static Picture picture(String alt, int width, int height) {
        return Picture.draw(alt, width, height, graphics -> graphics.fillRect(0, 0, 5, 5));
    }

    private static Frames three() {
        return Frames.of(
                        List.of(picture("one", 400, 300), picture("two", 100, 50), picture("three", 400, 200)),
                        List.of("a", "b", "c"))
                .title("All");
    }

    private static List<String> all(String html, String pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(html);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void eachFrameHasAButtonARuleAndATextOfItsOwn() {
        String html = three().html();
        List<String> ids = all(html, "<input [^>]*id=\"([^\"]+)\"");
        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
        for (int i = 0; i < 3; i++) {
            assertThat(html).contains("#" + ids.get(i) + ":checked~.f" + i + "{display:block}");
        }
        assertThat(all(html, "<img alt=\"([^\"]+)\"")).containsExactly("a: one", "b: two", "c: three");
        assertThat(all(html, "<input [^>]*aria-label=\"([^\"]+)\"")).containsExactly("a", "b", "c");
        assertThat(all(html, "<input ([^>]*) checked ")).hasSize(1);
        assertThat(html).doesNotContain("<script").contains("role=\"group\" aria-label=\"All\"");
    }

    @Test
    void twoSlidersDoNotShareButtons() {
        Frames frames = three();
        List<String> ids = new ArrayList<>(all(frames.html(), "<input [^>]*id=\"([^\"]+)\""));
        ids.addAll(all(frames.html(), "<input [^>]*id=\"([^\"]+)\""));
        assertThat(ids).hasSize(6).doesNotHaveDuplicates();
        assertThat(all(frames.html(), "name=\"([^\"]+)\"").stream().distinct()).hasSize(1);
    }

    @Test
    void withoutAStyleSheetAllFramesAreSmall() {
        String html = three().html();
        assertThat(all(html, "<img [^>]*width=\"([0-9]+)\"")).containsExactly("200", "100", "200");
        assertThat(all(html, "<img [^>]*height=\"([0-9]+)\"")).containsExactly("150", "50", "100");
        assertThat(html.replaceAll("<style>.*?</style>", ""))
                .doesNotContain("display:none", "1 of 3", "\u25b6")
                .contains("<input hidden", "class=\"next\" title=\"next\"></label>");
    }

    @Test
    void theFirstFrameCanBeChosen() {
        String html = three().startAt(2).html();
        assertThat(html).contains(" .f2{display:block}").containsPattern("-2\" aria-label=\"c\" title=\"c\" checked ");
        assertThatThrownBy(() -> three().startAt(3))
                .hasMessage("frames 'All': expected a first frame from 0 to 2, found 3");
    }

    @Test
    void exportsAreASheetAndAText() {
        Payload payload = Payloads.of(three());
        assertThat((String) payload.data().get(Payload.HTML)).contains("<input");
        assertThat(payload.data().get(Payload.PNG)).isEqualTo(three().picture().base64());
        assertThat(payload.data().get(Payload.TEXT)).isEqualTo("""
                All, 3 frames: a, b, c
                  a: [picture, 400 x 300] one
                  b: [picture, 100 x 50] two
                  c: [picture, 400 x 200] three""");
        assertThat(three().picture().width()).isEqualTo(2 * 12 + 3 * 200 + 2 * 10);
    }

    @Test
    void captionsAreEscaped() {
        String evil = WeightFiles.EVIL;
        String html = Frames.of(List.of(picture(evil, 9, 9)), List.of(evil))
                .title(evil)
                .html();
        assertThat(html).contains("&lt;script&gt;").doesNotContain("<script", "<img src=x");
    }

    @Test
    void numbersAreCaptionsWhereThereAreNone() {
        assertThat(Frames.of(picture("x", 9, 9), picture("y", 9, 9)).captions()).containsExactly("1", "2");
    }

    @Test
    void aCaptionIsNeededForEach() {
        assertThatThrownBy(() -> Frames.of(List.of(picture("x", 9, 9)), List.of()))
                .hasMessage("frames '': expected a caption for each of 1 pictures, found 0");
        assertThatThrownBy(() -> Frames.of(List.of(), List.of()))
                .hasMessage("frames '': expected 1 to 200 pictures, found 0; show some of them");
    }

    @Test
    void framesThatCouldNotBeDrawnAreTexts() {
        Frames frames = Frames.of(List.of(Picture.failed("x", "no fonts")), List.of("a"));
        assertThat(Payloads.of(frames).data()).doesNotContainKey(Payload.PNG);
        assertThat(frames.html()).contains("no fonts");
    }

    @Test
    void panelsThatCouldNotBeDrawnAreTexts() {
        Panels panels = Panels.of(picture("one", 9, 9), Picture.failed("x", "no fonts"));
        assertThat(panels.picture().problem()).isEqualTo("no fonts");
        assertThat(panels.text()).contains("one; x");
        assertThatThrownBy(() -> Panels.of()).hasMessage("panels '': expected 1 figure or more, found none");
    }

    @Test
    void longNamesKeepBothEnds() {
        String name = "encoder.layer.0.attention.output.dense";
        String shorter = TextLines.fitEnds(name, GridPainter.metrics(Style.font(11)), 120);
        assertThat(shorter).startsWith("enco").endsWith("output.dense").contains("\u2026");
        assertThat(TextLines.fitEnds("short", GridPainter.metrics(Style.font(11)), 120))
                .isEqualTo("short");
    }
}
