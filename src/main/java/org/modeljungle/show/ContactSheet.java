package org.modeljungle.show;

import java.awt.Font;
import java.awt.FontMetrics;
import java.util.List;

/** Small pictures of all frames, with their captions. */
final class ContactSheet {

    static final int THUMB = 200; // pixels wide
    private static final int COLUMNS = 4;
    private static final int PADDING = 12; // pixels
    private static final int GAP = 10; // pixels
    private static final int TITLE_LINE = 24; // pixels
    private static final int CAPTION_LINE = 18; // pixels
    private static final Font CAPTION = Style.font(11);

    private final Frames frames;
    private final int columns;
    private final int thumbHigh;
    private final int top;

    private ContactSheet(Frames frames) {
        this.frames = frames;
        columns = Math.min(COLUMNS, frames.frames().size());
        thumbHigh = frames.frames().stream().mapToInt(ContactSheet::high).max().orElseThrow();
        top = PADDING + (frames.title().isEmpty() ? 0 : TITLE_LINE);
    }

    static Picture of(Frames frames) {
        return frames.frames().stream()
                .filter(frame -> !frame.problem().isEmpty())
                .findFirst()
                .map(frame -> Picture.failed(frames.alt(), frame.problem()))
                .orElseGet(() -> Picture.guarded(frames.alt(), () -> new ContactSheet(frames).paint()));
    }

    /** How wide a frame is when it is small. */
    static int wide(Picture frame) {
        return Math.min(THUMB, frame.width());
    }

    /** How high a frame is when it is small. */
    static int high(Picture frame) {
        return Math.max(1, Math.round((float) frame.height() * wide(frame) / frame.width()));
    }

    private Picture paint() {
        List<Picture> all = frames.frames();
        int rows = (all.size() + columns - 1) / columns;
        int rowHigh = thumbHigh + CAPTION_LINE + GAP;
        FontMetrics metrics = GridPainter.metrics(CAPTION);
        FontMetrics bold = GridPainter.metrics(Style.bold(14));
        int wide = Math.max(
                2 * PADDING + columns * THUMB + (columns - 1) * GAP, 2 * PADDING + bold.stringWidth(frames.title()));
        return Picture.draw(frames.alt(), wide, top + rows * rowHigh - GAP + PADDING, graphics -> {
            graphics.setColor(Style.INK);
            graphics.setFont(Style.bold(14));
            graphics.drawString(frames.title(), PADDING, PADDING + 13);
            graphics.setFont(CAPTION);
            for (int i = 0; i < all.size(); i++) {
                int x = PADDING + i % columns * (THUMB + GAP);
                int y = top + i / columns * rowHigh;
                all.get(i).drawOn(graphics, x, y, wide(all.get(i)), high(all.get(i)));
                String caption = TextLines.fitEnds(frames.captions().get(i), metrics, THUMB);
                graphics.drawString(caption, x, y + thumbHigh + 13);
            }
        });
    }
}
