package org.modeljungle.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;

/** Draws a {@link FamilyTree} from the left to the right, a row for each leaf. */
final class FamilyPainter {

    private static final int PADDING = 12;
    private static final int ROW = 22;
    private static final int TITLE = 28;
    private static final int LONGEST = 260; // pixels of a label
    private static final int BRANCH = 46; // pixels between the end of a label and the nodes to its right
    private static final int DOT = 8;
    private static final Font TEXT = Style.font(12);
    private static final BasicStroke LINE = new BasicStroke(1.4f);

    private final FamilyTree tree;
    private final FontMetrics metrics = GridPainter.metrics(TEXT);
    private final List<Integer> columns = new ArrayList<>(); // where the nodes of each generation are

    FamilyPainter(FamilyTree tree) {
        this.tree = tree;
        int x = PADDING;
        for (List<FamilyTree.Node> nodes = List.of(tree.root()); !nodes.isEmpty(); nodes = below(nodes)) {
            columns.add(x);
            x += DOT + 6 + nodes.stream().mapToInt(this::wide).max().orElse(0) + BRANCH;
        }
        columns.add(x - BRANCH);
    }

    private static List<FamilyTree.Node> below(List<FamilyTree.Node> nodes) {
        return nodes.stream().flatMap(node -> node.children().stream()).toList();
    }

    private String label(FamilyTree.Node node) {
        return TextLines.fitEnds(node.label(), metrics, LONGEST);
    }

    private int wide(FamilyTree.Node node) {
        return metrics.stringWidth(label(node));
    }

    Picture paint() {
        int titled = GridPainter.metrics(Style.bold(14)).stringWidth(tree.title()) + 2 * PADDING;
        int wide = Math.max(titled, columns.get(columns.size() - 1) + PADDING);
        int high = PADDING + TITLE + tree.root().leaves() * ROW + PADDING;
        return Picture.draw(tree.alt(), wide, high, graphics -> {
            graphics.setColor(Style.INK);
            graphics.setFont(Style.bold(14));
            graphics.drawString(tree.title(), PADDING, PADDING + 13);
            graphics.setFont(TEXT);
            draw(graphics, tree.root(), 0, PADDING + TITLE, Style.INK);
        });
    }

    /** Draws a node in the middle of the rows of its leaves, and all below it. */
    private void draw(Graphics2D graphics, FamilyTree.Node node, int generation, int top, Color color) {
        double y = middle(node, top);
        int x = columns.get(generation);
        int from = x + DOT + 6 + wide(node) + 6;
        int row = top;
        for (int i = 0; i < node.children().size(); i++) {
            FamilyTree.Node child = node.children().get(i);
            Color own = generation == 0 ? Style.series(i) : color;
            double to = columns.get(generation + 1) - 3.0;
            double half = (to - from) / 2;
            double childY = middle(child, row);
            graphics.setColor(own);
            graphics.setStroke(LINE);
            graphics.draw(new CubicCurve2D.Double(from, y, from + half, y, to - half, childY, to, childY));
            draw(graphics, child, generation + 1, row, own);
            row += child.leaves() * ROW;
        }
        graphics.setColor(color);
        graphics.fill(new Ellipse2D.Double(x, y - DOT / 2.0, DOT, DOT));
        graphics.setColor(Style.INK);
        graphics.drawString(label(node), x + DOT + 6, (float) y + 4);
    }

    private static double middle(FamilyTree.Node node, int top) {
        return top + node.leaves() * ROW / 2.0;
    }
}
