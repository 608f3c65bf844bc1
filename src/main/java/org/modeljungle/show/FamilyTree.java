package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.NaturalOrder;

/**
 * The known trees of some models: from each ancestor to its children, which are named where they are few and counted by
 * split where they are many.
 *
 * <pre>{@code
 * show(FamilyTree.of(models));
 * show(Panels.column(FamilyTree.of(models), Charts.dendrogram("Found", survey.dendrogram())));
 * }</pre>
 *
 * @param title above all
 * @param root the node that all hang from
 */
public record FamilyTree(String title, Node root) implements Figure {

    private static final int TREES = 12; // shown
    private static final int CHILDREN = 6; // named
    private static final String NONE = "no known tree";

    /**
     * A node with what descends from it.
     *
     * @param label what it is called, and how many models descend from it
     * @param models how many models descend from it; 1 for a model
     * @param children its own descendants; empty for a leaf
     */
    public record Node(String label, int models, List<Node> children) {

        /** Copies the list. */
        public Node {
            children = List.copyOf(children);
        }

        /** How many leaves there are below, itself if it is one. */
        int leaves() {
            return children.isEmpty()
                    ? 1
                    : children.stream().mapToInt(Node::leaves).sum();
        }

        /** Models that are counted: {@code dino: 40 models}. */
        static Node counted(String name, int models, List<Node> children) {
            return new Node(
                    name + ": " + Html.format(models == 1 ? "%,d model" : "%,d models", models), models, children);
        }

        /** The node and all below it, a line each. */
        String lines(String indent) {
            return indent
                    + label()
                    + children.stream()
                            .map(child -> "\n" + child.lines(indent + "  "))
                            .collect(Collectors.joining());
        }
    }

    /** The trees that are known of the models; those of no known tree hang together. */
    public static FamilyTree of(Models models) {
        Set<String> names = new TreeSet<>(NaturalOrder.NATURAL);
        models.forEach(model -> model.tree().ifPresent(names::add));
        List<Node> trees = new ArrayList<>();
        for (String name : names) {
            trees.add(node("ancestor of " + name, models.where(model -> model.isOfTree(name))));
        }
        Models others = models.where(model -> model.tree().isEmpty());
        List<Node> shown = new ArrayList<>(trees.subList(0, Math.min(TREES, trees.size())));
        if (trees.size() > TREES) {
            List<Node> rest = trees.subList(TREES, trees.size());
            int count = rest.stream().mapToInt(Node::models).sum();
            shown.add(Node.counted(rest.size() + " more trees", count, List.of()));
        }
        if (!others.isEmpty()) {
            shown.add(node(NONE, others));
        }
        return new FamilyTree("Known trees", Node.counted(models.source(), models.size(), shown));
    }

    private static Node node(String name, Models models) {
        if (models.size() <= CHILDREN) {
            List<Node> each = models.stream()
                    .map(model -> new Node(model.id(), 1, List.of()))
                    .toList();
            return Node.counted(name, models.size(), each);
        }
        Set<String> splits = new TreeSet<>(NaturalOrder.NATURAL);
        models.forEach(model -> model.split().ifPresent(splits::add));
        List<Node> children = new ArrayList<>();
        for (String split : splits) {
            leaf(split, models, model -> model.isOfSplit(split)).ifPresent(children::add);
        }
        leaf("of no split", models, model -> model.split().isEmpty()).ifPresent(children::add);
        boolean alone = children.size() == 1 || children.size() > CHILDREN; // says no more than the node itself
        return Node.counted(name, models.size(), alone ? List.of() : children);
    }

    private static Optional<Node> leaf(String name, Models models, Predicate<Model> counted) {
        int count = (int) models.stream().filter(counted).count();
        return count == 0 ? Optional.empty() : Optional.of(Node.counted(name, count, List.of()));
    }

    /** The same with another text above. */
    public FamilyTree title(String text) {
        return new FamilyTree(text, root);
    }

    @Override
    public Picture picture() {
        return Picture.guarded(alt(), () -> new FamilyPainter(this).paint());
    }

    /** A line for each node. */
    @Override
    public String text(Picture drawn) {
        return title + "\n" + root.lines("  ");
    }

    /** What is drawn, in words. */
    String alt() {
        String trees = root.children().stream().map(Node::label).collect(Collectors.joining(", "));
        return title + ", family tree of " + root.label() + (trees.isEmpty() ? "" : ": " + trees);
    }

    @Override
    public String toString() {
        return alt();
    }
}
