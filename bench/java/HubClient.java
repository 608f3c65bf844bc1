import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.Results;
import org.modeljungle.Run;
import org.modeljungle.hub.Fetched;
import org.modeljungle.hub.Hub;
import org.modeljungle.weights.Safetensors;

/**
 * What {@code bench/hub.py} runs: {@code layers ENDPOINT FOLDER MODELS LAYER} fetches one layer of each model,
 * {@code download ENDPOINT FOLDER} one model, {@code record FOLDER MODELS KILLS} writes the record of the run.
 */
final class HubClient {

    private HubClient() {}

    public static void main(String[] args) throws IOException {
        Progress.console(false);
        if (args[0].equals("record")) {
            Run run = Run.start("hub", 1)
                    .with("models", Integer.parseInt(args[2]))
                    .with("kills", Integer.parseInt(args[3]));
            Results.of(run).write(Path.of(args[1]).resolve("record.json"));
            return;
        }
        Hub hub = Hub.at(args[1])
                .withCache(Path.of(args[2]).resolve("cache"))
                .withLayerCache(Path.of(args[2]).resolve("layers"));
        if (args[0].equals("download")) {
            Progress.listen(job -> {
                if (job.title().startsWith("downloading")) {
                    System.out.println("step " + job.done()); // megabytes
                }
            });
            System.out.println(hub.repo("someone/model_0@" + "a".repeat(40)).download("model.safetensors"));
            return;
        }
        List<String> ids = IntStream.range(0, Integer.parseInt(args[3]))
                .mapToObj(i -> "someone/model_" + i)
                .toList();
        Fetched layers = hub.layer(ids, args[4]).orThrow();
        int numbers = 0;
        for (Path file : layers.files().values()) {
            numbers += Safetensors.open(file).floats(args[4] + ".weight").length;
        }
        System.out.println(numbers);
    }
}
