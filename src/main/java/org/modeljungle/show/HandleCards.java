package org.modeljungle.show;

import java.util.Collection;
import java.util.List;
import org.modeljungle.expert.WeightTask;
import org.modeljungle.jungle.ClassifierJungle;
import org.modeljungle.jungle.Family;
import org.modeljungle.jungle.Jungle;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.layers.DiskBank;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.ridge.Gram;
import org.modeljungle.store.Models;

/** Handles of something heavy as cards: what it is of, its shape, what it takes and where, and how to be rid of it. */
final class HandleCards {

    private static final int NAMED = 4; // layers
    private static final String HEAP = " of Java's heap";
    private static final String ON_DISK = "nothing: it is read from its file when it is asked for";
    private static final String FILES = "nothing but names: weights are read when they are asked for";
    private static final String FREE = "to free it";
    private static final String FREEING = "%jungle free NAME, or NAME = null";
    private static final String DELETING = "delete the folder";

    private HandleCards() {}

    static Card of(LayerBank bank) {
        Card card =
                Card.of("Layer of " + Html.format("%,d models", bank.models())).row("layer", bank.layer());
        card = matrices(card, bank.matrices()).row("in memory", held(List.of(bank)));
        return bank.matrices().inMemory() ? card.row(FREE, FREEING) : card;
    }

    private static Card matrices(Card card, Matrices matrices) {
        Card shaped =
                card.row("models", matrices.models()).row("shape of each", matrices.rows() + " x " + matrices.cols());
        return matrices instanceof LowRank factors
                ? shaped.row("kept as", "factors of rank " + factors.rank())
                : shaped;
    }

    private static String held(Collection<LayerBank> banks) {
        long bytes = banks.stream().mapToLong(bank -> bytes(bank.matrices())).sum();
        return bytes == 0 ? ON_DISK : Amounts.bytes(bytes) + HEAP;
    }

    /** In memory. */
    private static long bytes(Matrices matrices) {
        return matrices.inMemory() ? matrices.models() * matrices.numbersEach() * Float.BYTES : 0;
    }

    static Card of(DiskBank bank) {
        Card card = Card.of("Bank on disk").row("layer", bank.layer());
        return matrices(card, bank.bank().matrices())
                .row("numbers", bank.dtype())
                .row("file", bank.path())
                .row("on disk", Amounts.bytes(bank.path().toFile().length()))
                .row("in memory", ON_DISK)
                .row(FREE, "delete the file");
    }

    static Card of(Gram gram) {
        long models = gram.models();
        return Card.of("Inner products")
                .row("layer", gram.layer())
                .row("models", gram.models())
                .row("shape", models + " x " + models)
                .row("in memory", Amounts.bytes(models * models * Double.BYTES) + HEAP)
                .row(FREE, FREEING);
    }

    static Card of(WeightTask task) {
        List<String> layers = List.copyOf(task.banks().keySet());
        String held = held(task.banks().values());
        Card card = Card.of("Weight task")
                .row("to be read", task.target())
                .row("layers", layers.size() + ": " + Amounts.some(layers, NAMED))
                .row("models to learn from", task.train().length)
                .row("models to choose by", task.val().length)
                .row("models to test on", task.test().length)
                .row("in memory", held);
        return held.equals(ON_DISK) ? card : card.row(FREE, FREEING);
    }

    static Card of(Jungle jungle) {
        Models models = jungle.models();
        return Card.of("Jungle of LoRAs")
                .row("recipe", jungle.recipe().hash())
                .row("LoRAs", models.size())
                .row("concepts", jungle.recipe().concepts())
                .row("ancestors", 1)
                .row("folder", jungle.folder())
                .row("on disk", Amounts.bytes(onDisk(jungle)))
                .row("in memory", FILES)
                .row(FREE, DELETING);
    }

    private static long onDisk(Jungle jungle) {
        return jungle.ancestorFile().toFile().length()
                + jungle.models().files().stream()
                        .mapToLong(file -> file.toFile().length())
                        .sum();
    }

    /** Grows nothing. */
    static Card of(ClassifierJungle jungle) {
        List<String> trees =
                jungle.recipe().families().stream().map(Family::word).toList();
        return Card.of("Jungle of classifiers")
                .row("recipe", jungle.recipe().hash())
                .row("trees", trees.size() + ": " + String.join(", ", trees))
                .row("models of each", jungle.recipe().children())
                .row("unrelated models", jungle.recipe().unrelated().count())
                .row("classes", jungle.classes().size())
                .row("folder", jungle.folder())
                .row("in memory", FILES)
                .row(FREE, DELETING);
    }

    static Card of(NetworkZoo zoo) {
        return Card.of("Zoo of networks")
                .row("recipe", zoo.recipe().hash())
                .row("networks", zoo.models())
                .row("folder", zoo.folder())
                .row("in memory", "the networks, once groups() has read them")
                .row(FREE, FREEING);
    }
}
