import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Run;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.Siren;
import org.modeljungle.probing.MethodFit;
import org.modeljungle.probing.Probing;
import org.modeljungle.probing.Zoo;
import org.modeljungle.probing.ZooTask;
import org.modeljungle.store.LabelTarget;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.store.Target;

/**
 * Training steps of ProbeGen per minute by the library itself: every step reads all of a batch of networks, as
 * published for points or for pictures.
 *
 * <p>The networks are random: speed does not depend on them. The first tenth of the steps is a warm-up.
 */
final class TrainProbeGen {

    private static final int USUAL = 32; // networks
    private static final int PROBES = 64;

    private TrainProbeGen() {}

    static Bench.Measured measure(Bench.Told told, Path folder) {
        boolean siren = told.text("kind").equals("siren");
        int steps = told.number("steps");
        int networks = told.number("networks", USUAL);
        Network network =
                siren ? Siren.PICTURE : new Classifier(ConvNet.zoo(16, 3, ConvNet.Activation.RELU), List.of(10));
        MethodFit.Settings usual = MethodFit.Settings.PUBLISHED;
        MethodFit.Settings how = usual.withEpochs(steps)
                .withBatch(networks)
                .withEvaluateEvery(steps)
                .withShards(siren ? 1 : 2);
        Run run = settings(Run.start(told.name(), 1), network, how, told.text("kind"), networks);
        Steps ended = Steps.listen();
        new MethodFit(Probing.probeGen(PROBES, network), how, new Seeds(1)).run(task(network, siren, networks));
        int warmUp = Math.max(1, steps / 10);
        return new Bench.Measured(run, "stacked", steps - warmUp, ended.seconds(warmUp), Map.of());
    }

    private static ZooTask task(Network network, boolean classes, int networks) {
        int all = networks + 4; // four are not learnt from
        List<float[]> rows = IntStream.range(0, all)
                .mapToObj(i -> network.layout().initial(new Seeds(i)))
                .toList();
        float[] wanted = new float[all];
        for (int i = 0; i < all; i++) {
            wanted[i] = classes ? i % 10 : i / (float) all;
        }
        List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        int[] train = IntStream.range(0, networks).toArray();
        Target target = classes ? LabelTarget.of(names, wanted) : NumberTarget.of("accuracy", wanted);
        int[] val = {networks, networks + 1};
        int[] test = {networks + 2, networks + 3};
        return new ZooTask(Zoo.of(network, rows), target, train, val, test);
    }

    /** What a peer has to do the same. */
    private static Run settings(Run run, Network network, MethodFit.Settings how, String kind, int networks) {
        return run.with("kind", kind)
                .with("parameters", network.layout().size())
                .with("networks", networks)
                .with("probes", PROBES)
                .with("steps", how.epochs())
                .with("rate", how.rate());
    }
}
