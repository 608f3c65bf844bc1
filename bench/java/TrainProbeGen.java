import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Run;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.Siren;
import org.modeljungle.probing.Goal;
import org.modeljungle.probing.MethodFit;
import org.modeljungle.probing.Probing;
import org.modeljungle.probing.Zoo;
import org.modeljungle.probing.ZooTask;

/**
 * Training steps of ProbeGen per minute by the library itself: every step reads all of a batch of networks, as published for
 * points or for pictures.
 *
 * <pre>{@code
 * java -cp target/modeljungle.jar bench/java/TrainProbeGen.java NAME siren|cnn STEPS
 * }</pre>
 *
 * The networks are random: speed does not depend on them. The first tenth of the steps is a warm-up. The result goes to standard
 * output as JSON.
 */
public final class TrainProbeGen {

    private static final int NETWORKS = 32;
    private static final int PROBES = 64;

    private TrainProbeGen() {}

    public static void main(String[] arguments) throws Exception {
        Check.that(arguments.length == 3, "expected NAME KIND STEPS, found %s", List.of(arguments));
        boolean siren = arguments[1].equals("siren");
        int steps = Integer.parseInt(arguments[2]);
        Network network =
                siren ? Siren.PICTURE : new Classifier(ConvNet.zoo(16, 3, ConvNet.Activation.RELU), List.of(10));
        MethodFit.Settings usual = MethodFit.Settings.PUBLISHED;
        MethodFit.Settings how = new MethodFit.Settings(steps, NETWORKS, usual.rate(), 0, 0, 0, steps, siren ? 1 : 2);
        Run run = settings(Run.start(arguments[0], 1), network, how, arguments[1]);
        List<Long> ends = new ArrayList<>();
        Progress.listen(progress -> {
            if (progress.title().startsWith("training") && progress.done() > ends.size()) {
                ends.add(System.nanoTime());
            }
        });
        new MethodFit(Probing.probeGen(PROBES, network), how, new Seeds(1)).run(task(network, siren));
        int warmUp = Math.max(1, steps / 10);
        double seconds = (ends.get(steps - 1) - ends.get(warmUp - 1)) * 1e-9;
        Map<String, Object> trained = new LinkedHashMap<>();
        trained.put("n", steps - warmUp);
        trained.put("seconds", seconds);
        trained.put("per_minute", 60 * (steps - warmUp) / seconds);
        System.out.println(new JsonMapper().writeValueAsString(Map.of("run", run.finished(), "stacked", trained)));
    }

    private static ZooTask task(Network network, boolean classes) {
        int all = NETWORKS + 4; // four are not learnt from
        List<float[]> rows = IntStream.range(0, all)
                .mapToObj(i -> network.layout().initial(new Seeds(i)))
                .toList();
        float[] wanted = new float[all];
        for (int i = 0; i < all; i++) {
            wanted[i] = classes ? i % 10 : i / (float) all;
        }
        int[] train = IntStream.range(0, NETWORKS).toArray();
        Goal goal = classes ? new Goal.Classes(10) : new Goal.Score();
        int[] val = {NETWORKS, NETWORKS + 1};
        int[] test = {NETWORKS + 2, NETWORKS + 3};
        return new ZooTask(Zoo.of(network, rows), goal, wanted, train, val, test);
    }

    /** What a peer has to do the same. */
    private static Run settings(Run run, Network network, MethodFit.Settings how, String kind) {
        return run.with("kind", kind)
                .with("parameters", network.layout().size())
                .with("networks", NETWORKS)
                .with("probes", PROBES)
                .with("steps", how.epochs())
                .with("rate", how.rate());
    }
}
