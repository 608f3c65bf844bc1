package org.modeljungle.show;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The signs of series: each has a colour and a shape of its own, so that none needs to be told by its colour. */
final class Marks {

    static final double SIZE = 8; // pixels across
    private static final BasicStroke ERROR = new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    private static final double CAP = 3.5; // half a whisker's end, in pixels

    private Marks() {}

    /** Draws the sign of series {@code series} around a point. */
    static void mark(Graphics2D graphics, int series, double x, double y, double size) {
        graphics.setColor(Style.series(series));
        graphics.fill(shape(series, x, y, size / 2));
    }

    private static Shape shape(int series, double x, double y, double half) {
        return switch (Math.floorMod(series, 6)) {
            case 0 -> new Ellipse2D.Double(x - half, y - half, 2 * half, 2 * half);
            case 1 -> new Rectangle2D.Double(x - 0.88 * half, y - 0.88 * half, 1.76 * half, 1.76 * half);
            case 2 -> corners(x, y - 1.2 * half, x + 1.15 * half, y + 0.9 * half, x - 1.15 * half, y + 0.9 * half);
            case 3 -> corners(x, y - 1.25 * half, x + 1.25 * half, y, x, y + 1.25 * half, x - 1.25 * half, y);
            case 4 -> corners(x, y + 1.2 * half, x + 1.15 * half, y - 0.9 * half, x - 1.15 * half, y - 0.9 * half);
            default -> cross(x, y, half, half * 0.42);
        };
    }

    private static Shape corners(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** A plus sign. */
    private static Shape cross(double x, double y, double half, double thin) {
        double far = 1.15 * half;
        return corners(
                x - thin, y - far, x + thin, y - far, x + thin, y - thin, x + far, y - thin, x + far, y + thin,
                x + thin, y + thin, x + thin, y + far, x - thin, y + far, x - thin, y + thin, x - far, y + thin,
                x - far, y - thin, x - thin, y - thin);
    }

    /** Draws an error bar between two points of one horizontal or vertical line. */
    static void whiskers(Graphics2D graphics, int series, double x1, double y1, double x2, double y2) {
        graphics.setColor(Style.series(series));
        graphics.setStroke(ERROR);
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
        double across = x1 == x2 ? CAP : 0;
        double along = x1 == x2 ? 0 : CAP;
        graphics.draw(new Line2D.Double(x1 - across, y1 - along, x1 + across, y1 + along));
        graphics.draw(new Line2D.Double(x2 - across, y2 - along, x2 + across, y2 + along));
    }
}
