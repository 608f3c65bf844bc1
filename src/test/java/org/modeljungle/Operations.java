package org.modeljungle;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.modeljungle.tensor.Torch;

/**
 * Counts the innermost operations of the engine that compute or copy, on this thread, as {@code operations.py} counts
 * PyTorch's: a GPU starts them one by one.
 */
public final class Operations {

    private static final JsonNode RULES = Golden.read("operations");
    private static final String PREFIX = "aten::";

    /** One event of the profiler's trace, in microseconds. */
    private record Event(String name, double start, double end) {}

    private Operations() {}

    /** How many operations the work takes. */
    public static int of(Runnable work) {
        Torch.deviceName(); // starts the engine
        try {
            Path trace = Files.createTempFile("operations", ".json");
            JniUtils.startProfile(false, false, false);
            try {
                work.run();
            } finally {
                JniUtils.stopProfile(trace.toString());
            }
            int count = counted(events(JsonMapper.builder().build().readTree(trace.toFile())));
            Files.delete(trace);
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Event> events(JsonNode trace) {
        Set<String> free = new HashSet<>();
        RULES.get("free").forEach(name -> free.add(name.textValue()));
        List<Event> events = new ArrayList<>();
        for (JsonNode event : trace) {
            String name = event.path("name").asText();
            double start = event.path("ts").doubleValue();
            String own = name.replaceFirst(PREFIX, "");
            if (name.startsWith(PREFIX) && !free.contains(own)) {
                events.add(new Event(own, start, start + event.path("dur").doubleValue()));
            }
        }
        events.sort(Comparator.comparingDouble(Event::start)
                .thenComparing(Comparator.comparingDouble(Event::end).reversed()));
        return events;
    }

    private static int counted(List<Event> events) {
        int count = 0;
        double inside = -1;
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event.start < inside) {
                continue; // a part of an operation on lists
            }
            if (isWhole(event.name)) {
                count++;
                inside = event.end;
            } else if (i + 1 == events.size() || events.get(i + 1).start >= event.end) {
                count++;
            }
        }
        return count;
    }

    private static boolean isWhole(String name) {
        for (JsonNode start : RULES.get("whole")) {
            if (name.startsWith(start.textValue())) {
                return true;
            }
        }
        return false;
    }
}
