package org.modeljungle.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeljungle.Check;

/**
 * A slider over pictures that are drawn before: the layers of a model, the epochs of a run, the steps of a sample.
 *
 * <pre>{@code
 * show(Frames.of(figures, List.of("layer 1", "layer 2", "layer 3")).title("All layers"));
 * }</pre>
 *
 * <p>It is HTML and CSS alone, so that it works in an exported page without a server, and by keyboard: the arrow keys
 * go from frame to frame once the slider has the focus. What a reader sees depends on what is left of it:
 *
 * <ul>
 *   <li>a notebook that was run or is trusted, and a page exported from it: the slider;
 *   <li>a notebook that JupyterLab does not trust, because another user or machine ran it, loses its style sheets, and
 *       so it does on GitHub: all frames as small pictures with their captions, one below another;
 *   <li>what takes no HTML, such as an export to PDF: a picture with all frames, small; in plain text, the frames'
 *       captions and descriptions.
 * </ul>
 *
 * <p>A notebook holds every frame once, and the sheet of small ones: some dozens of charts are a megabyte or two.
 *
 * @param title above all; empty for none
 * @param frames the pictures, all drawn
 * @param captions a text for each
 * @param start the frame that is shown at first
 */
public record Frames(String title, List<Picture> frames, List<String> captions, int start) implements Figure {

    private static final int MOST = 200; // radio buttons that one can still find one's way among

    /** Checks that there is a caption for each frame. */
    public Frames {
        frames = List.copyOf(frames);
        captions = List.copyOf(captions);
        Check.that(
                !frames.isEmpty() && frames.size() <= MOST,
                "frames '%s': expected 1 to %d pictures, found %d; show some of them",
                title,
                MOST,
                frames.size());
        Check.that(
                captions.size() == frames.size(),
                "frames '%s': expected a caption for each of %d pictures, found %d",
                title,
                frames.size(),
                captions.size());
        Check.that(
                start >= 0 && start < frames.size(),
                "frames '%s': expected a first frame from 0 to %d, found %d",
                title,
                frames.size() - 1,
                start);
    }

    /**
     * A slider over figures, which are drawn now.
     *
     * @param captions a text for each
     * @throws IllegalArgumentException if there is no figure, or not a caption for each
     */
    public static Frames of(List<? extends Figure> figures, List<String> captions) {
        List<Picture> frames = new ArrayList<>();
        for (Figure figure : figures) {
            Picture frame = figure.picture();
            frame.encode();
            frames.add(frame);
        }
        return new Frames("", frames, captions, 0);
    }

    /** A slider over figures, called 1, 2, 3, ... */
    public static Frames of(Figure... figures) {
        List<String> numbers = IntStream.rangeClosed(1, figures.length)
                .mapToObj(Integer::toString)
                .toList();
        return of(Arrays.asList(figures), numbers);
    }

    /** The same with a text above. */
    public Frames title(String text) {
        return new Frames(text, frames, captions, start);
    }

    /** The same with another frame shown at first, counted from 0. */
    public Frames startAt(int frame) {
        return new Frames(title, frames, captions, frame);
    }

    /** All frames, small, with their captions. */
    @Override
    public Picture picture() {
        return ContactSheet.of(this);
    }

    @Override
    public String html(Picture sheet) {
        boolean drawn = frames.stream().allMatch(frame -> frame.problem().isEmpty());
        return drawn ? FramesPage.of(this) : sheet.html();
    }

    @Override
    public String text(Picture sheet) {
        String lines = IntStream.range(0, frames.size())
                .mapToObj(i -> "  " + captions.get(i) + ": " + frames.get(i).text())
                .collect(Collectors.joining("\n"));
        return alt() + "\n" + lines;
    }

    /** What is shown, in words. */
    String alt() {
        String count = frames.size() + (frames.size() == 1 ? " frame" : " frames");
        String named = count + ": " + String.join(", ", captions);
        return title.isEmpty() ? named : title + ", " + named;
    }

    @Override
    public String toString() {
        return alt();
    }
}
