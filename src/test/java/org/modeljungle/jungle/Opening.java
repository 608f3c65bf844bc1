package org.modeljungle.jungle;

import java.nio.file.Path;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.tensor.Torch;

/** A program of its own that opens what was grown, and uses the engine only where it is told to. */
final class Opening {

    private Opening() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Jungle jungle = Jungle.open(folder.resolve("loras"));
        System.out.println(jungle.models() + "; " + jungle.ancestor().length);
        ClassifierJungle classifiers = ClassifierJungle.open(folder.resolve("classifiers"));
        System.out.println(classifiers.models(Family.RESNET) + "; " + classifiers.ancestor(Family.RESNET).length);
        NetworkZoo zoo = NetworkZoo.open(folder.resolve("zoo"));
        System.out.println(
                zoo + "; " + zoo.groups().get(1).rows().size() + " " + zoo.numbers(NetworkZoo.TEST_ACCURACY).length);
        if (arguments.length > 1) {
            System.out.println(Torch.deviceName());
        }
    }
}
