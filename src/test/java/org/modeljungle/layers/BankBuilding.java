package org.modeljungle.layers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.modeljungle.Progress;
import org.modeljungle.weights.Dtype;

/** A program of its own that builds a bank of all files in a folder, slowly, and says how far it is. */
final class BankBuilding {

    private BankBuilding() {}

    public static void main(String[] arguments) throws IOException {
        Progress.listen(progress -> {
            System.out.println(progress.done());
            boolean isToBeKilled = arguments.length > 2 && progress.done() == progress.total();
            pause(isToBeKilled ? 60_000 : 2); // what is to be killed does not end before
        });
        try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
            List<Path> files = all.sorted().toList();
            DiskBank.build(Path.of(arguments[1]), files, "q", Dtype.BF16);
        }
        System.out.println("built");
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
