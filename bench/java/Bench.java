import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Run;
import org.modeljungle.tensor.Workers;

/**
 * The one entry of all measured programs: it tells them their settings, lends them a folder, and prints their result to
 * standard output as JSON: {@code run}, and under the side's name {@code n}, {@code seconds} and {@code per_minute}.
 *
 * <pre>{@code
 * java -cp target/bench:target/modeljungle.jar Bench NAME --KEY=VALUE...
 * }</pre>
 */
public final class Bench {

    private static final Map<String, Program> PROGRAMS = new TreeMap<>(Map.ofEntries(
            Map.entry("bank-on-disk", BankOnDisk::measure),
            Map.entry("finding-trees", FindTrees::measure),
            Map.entry("flat-memory", FlatMemory::measure),
            Map.entry("grow-cnn", GrowZoo::measure),
            Map.entry("grow-lora", GrowLora::measure),
            Map.entry("grow-resnet", GrowClassifiers::measure),
            Map.entry("grow-siren", GrowZoo::measure),
            Map.entry("grow-vit", GrowClassifiers::measure),
            Map.entry("lora-step", TrainOnLoras::measure),
            Map.entry("out-of-memory", OutOfMemory::measure),
            Map.entry("probegen-cnn", TrainProbeGen::measure),
            Map.entry("probegen-siren", TrainProbeGen::measure),
            Map.entry("probex-end-to-end", TrainProbeX::measure),
            Map.entry("probex-from-bank", TrainProbeX::measure),
            Map.entry("probex-step", TrainProbeX::measure),
            Map.entry("quickstart", Quickstart::measure),
            Map.entry("read-layer", ReadLayer::measure),
            Map.entry("stop-training", StopTraining::measure),
            Map.entry("train-random", TrainRandom::measure),
            Map.entry("train-twice", TrainTwice::measure)));

    private Bench() {}

    /** What is measured; the folder is its own, and deleted in the end. */
    interface Program {
        Measured measure(Told told, Path folder) throws Exception;
    }

    /** What grows in stacks; its folder is new. */
    interface Growth {
        /** Grows so many models; the seconds that count. */
        double seconds(int count, long seed, Path folder) throws Exception;
    }

    /** What the command line says: the program's name and its settings. */
    record Told(String name, Map<String, String> settings) {

        String text(String key) {
            Check.that(settings.containsKey(key), "%s: expected --%s=..., found only %s", name, key, settings.keySet());
            return settings.get(key);
        }

        int number(String key) {
            return Integer.parseInt(text(key));
        }

        int number(String key, int usual) {
            return settings.containsKey(key) ? number(key) : usual;
        }
    }

    /** So many things in so many seconds; {@code more} is said beside them. */
    record Measured(Run run, String side, int n, double seconds, Map<String, Object> more) {}

    public static void main(String[] arguments) throws Exception {
        Check.that(
                arguments.length > 0 && PROGRAMS.containsKey(arguments[0]),
                "expected NAME --KEY=VALUE..., NAME one of %s, found %s",
                PROGRAMS.keySet(),
                List.of(arguments));
        Told told = new Told(arguments[0], settings(arguments));
        Path folder = Files.createTempDirectory(told.name());
        try {
            print(PROGRAMS.get(told.name()).measure(told, folder));
        } finally {
            delete(folder);
        }
    }

    /** Grows a first stack for every worker as a warm-up, then what counts; its seconds. */
    static double grow(int count, int stack, Path folder, Growth growth) throws Exception {
        growth.seconds(stack * Workers.countForDevice(), 2, folder.resolve("warm-up"));
        return growth.seconds(count, 1, folder.resolve("measured"));
    }

    private static Map<String, String> settings(String[] arguments) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            Check.that(argument.matches("(?s)--[a-z_]+=.*"), "expected --KEY=VALUE, found %s", argument);
            int end = argument.indexOf('=');
            settings.put(argument.substring(2, end), argument.substring(end + 1));
        }
        return settings;
    }

    private static void print(Measured measured) throws IOException {
        Map<String, Object> side = new LinkedHashMap<>();
        side.put("n", measured.n());
        side.put("seconds", measured.seconds());
        side.put("per_minute", 60 * measured.n() / measured.seconds());
        side.putAll(measured.more());
        Map<String, Object> all = Map.of("run", measured.run().finished(), measured.side(), side);
        System.out.println(new JsonMapper().writeValueAsString(all));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
