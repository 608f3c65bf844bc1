package org.modeljungle.show;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.modeljungle.Caches;
import org.modeljungle.GpuMemory;
import org.modeljungle.kernel.CellValues;
import org.modeljungle.kernel.Payload;
import org.modeljungle.memory.ByteCount;
import org.modeljungle.memory.CacheUse;
import org.modeljungle.memory.HeapUse;
import org.modeljungle.tensor.NativeUse;
import org.modeljungle.tensor.Torch;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What a notebook holds, as {@code %jungle} shows it: memory, variables, the cache folder. */
final class HeldCards {

    private HeldCards() {}

    /** Frees what is asked for, and shows what is held. */
    static Payload answer(CellValues values, Optional<List<String>> free) {
        long before = free.isPresent() ? HeapUse.collected().used() : 0;
        List<String> unknown = free.map(names -> free(values, names)).orElse(List.of());
        HeapUse heap = HeapUse.collected();
        Card card = Card.of("What this notebook holds").row("Java's heap", heap).row("for more", HeapUse.SETTING);
        if (free.isPresent()) {
            card = card.row("freed", ByteCount.text(Math.max(0, before - heap.used())) + " of Java's heap");
        }
        if (!unknown.isEmpty()) {
            card = card.row("no such variable", String.join(", ", unknown));
        }
        for (NativeUse use : NativeUse.now()) {
            card = card.row(
                    "engine, " + use.device(),
                    Html.format(
                            "%s in %,d arrays, %,d open scopes",
                            ByteCount.text(use.bytes()), use.arrays(), use.scopes()));
        }
        for (GpuMemory gpu : GpuMemory.now()) {
            card = card.row(
                    "GPU " + gpu.gpu(),
                    "%s of %s, used by all programs"
                            .formatted(ByteCount.text(gpu.used()), ByteCount.text(gpu.total())));
        }
        return together(card, variables(HeldVariable.of(values.all())), cache(Caches.folder()));
    }

    /** Closes and empties variables; the names that are none. */
    private static List<String> free(CellValues values, List<String> names) {
        List<String> unknown = new ArrayList<>(names);
        List<String> chosen = new ArrayList<>();
        for (CellValues.Variable one : values.all()) {
            unknown.remove(one.name());
            if (names.contains(one.name())) {
                HeldVariable.close(one.value());
            }
            if (names.isEmpty() ? one.isUnnamed() : names.contains(one.name())) {
                chosen.add(one.name());
            }
        }
        values.free(chosen);
        Torch.releaseUnused();
        return unknown;
    }

    private static Table variables(List<HeldVariable> variables) {
        List<HeldVariable> sorted = variables.stream()
                .sorted(Comparator.comparingLong(HeldVariable::bytes).reversed())
                .toList();
        return Table.create(
                "Variables, the largest first (what two of them share counts in both)",
                StringColumn.create("variable", sorted.stream().map(HeldVariable::name)),
                StringColumn.create("type", sorted.stream().map(HeldVariable::type)),
                StringColumn.create("holds", sorted.stream().map(HeldVariable::content)),
                StringColumn.create(
                        "heap",
                        sorted.stream().map(one -> ByteCount.text(one.size().heap()))),
                StringColumn.create(
                        "engine",
                        sorted.stream().map(one -> ByteCount.text(one.size().engine()))));
    }

    private static Table cache(Path folder) {
        List<CacheUse> kinds = CacheUse.of(folder);
        return Table.create(
                "Cache folder " + folder,
                StringColumn.create("kind", kinds.stream().map(CacheUse::kind)),
                LongColumn.create("files", kinds.stream().mapToLong(CacheUse::files)),
                StringColumn.create("size", kinds.stream().map(one -> ByteCount.text(one.bytes()))));
    }

    private static Payload together(Card card, Table... tables) {
        StringBuilder html = new StringBuilder(card.html());
        StringBuilder text = new StringBuilder(card.text());
        for (Table table : tables) {
            html.append(Tables.html(table));
            text.append("\n\n").append(Tables.text(table));
        }
        return Payload.html(html.toString(), text.toString());
    }
}
