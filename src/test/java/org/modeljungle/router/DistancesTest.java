package org.modeljungle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Workers;

class DistancesTest {

    @Test
    void areThoseOfSignaturesInPairs() {
        Fingerprints fingerprints = Points.random(3, 1300, 5); // more than one block, a last task that is not full
        Distances distances = Points.distances(fingerprints);
        for (int i = 0; i < 1300; i += 13) {
            for (int j = 0; j < 1300; j++) {
                double expected = fingerprints.get(i).distance(fingerprints.get(j));
                assertThat(distances.get(i, j)).isEqualTo(expected, within(1e-6 * expected));
            }
        }
    }

    @Test
    void standInTheCondensedOrder() {
        Distances distances = Distances.of(4, new float[] {1, 2, 3, 12, 13, 23});
        assertThat(distances.get(0, 3)).isEqualTo(3);
        assertThat(distances.get(3, 1)).isEqualTo(13);
        assertThat(distances.get(2, 3)).isEqualTo(23);
        assertThat(distances.get(2, 2)).isZero();
        assertThat(Distances.index(Distances.MOST_POINTS, Distances.MOST_POINTS - 2, Distances.MOST_POINTS - 1))
                .isEqualTo(2147450879);
    }

    @Test
    void areTheSameForAnyNumberOfWorkers() {
        Fingerprints fingerprints = Points.random(4, 300, 7);
        try (Workers one = Workers.of(1)) {
            Distances alone = Distances.euclidean(fingerprints, one, Progress.of("comparing", 300));
            assertThat(Points.distances(fingerprints).copy()).isEqualTo(alone.copy());
        }
    }

    @Test
    void stepOncePerModelAndStopWhenAsked() {
        Fingerprints fingerprints = Points.random(4, 300, 7);
        try (Workers workers = Workers.of(2)) {
            Progress whole = Progress.of("comparing", 300);
            Distances.euclidean(fingerprints, workers, whole);
            assertThat(whole.done()).isEqualTo(300);
            Progress stopped = Progress.of("comparing", 300);
            stopped.cancel();
            assertThatThrownBy(() -> Distances.euclidean(fingerprints, workers, stopped))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void refuseWhatDoesNotFit() {
        assertThatThrownBy(() -> Distances.of(3, new float[2]))
                .hasMessage("distances: expected 3 numbers, one for each pair of 3 points, found 2");
        assertThatThrownBy(() -> Distances.of(70_000, new float[2]))
                .hasMessage("distances: expected 1 to 65536 points, found 70000");
        for (float wrong : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Distances.of(2, new float[] {wrong}))
                    .hasMessage("distances: expected finite ones of 0 or more, found " + wrong);
        }
        assertThatThrownBy(() -> new Fingerprints(2, 2, new float[3]))
                .hasMessage("fingerprints: expected [2, 2] numbers, found 3");
        assertThatThrownBy(() -> new Fingerprints(0, 2, new float[0]))
                .hasMessage("fingerprints: expected 1 model or more, found [0, 2]");
        float[] broken = new float[4];
        broken[3] = Float.NaN;
        assertThatThrownBy(() -> new Fingerprints(2, 2, broken))
                .hasMessage("fingerprints: expected finite numbers, found NaN for model 1");
        assertThatThrownBy(() -> new Fingerprint(new float[2]).distance(new Fingerprint(new float[3])))
                .hasMessage("fingerprint: expected two of one size, found 2 and 3 numbers; use one fingerprinter for"
                        + " both models");
        assertThatThrownBy(() ->
                        Fingerprints.of(Arrays.asList(new Fingerprint(new float[2]), new Fingerprint(new float[3]))))
                .hasMessage("fingerprints: expected 2 numbers for each model, found 3 for model 1; use one"
                        + " fingerprinter for all");
    }

    @Test
    void signaturesAreChosenByIndex() {
        Fingerprints chosen = new Fingerprints(3, 2, new float[] {1, 2, 3, 4, 5, 6}).select(2, 0);
        assertThat(chosen.values()).containsExactly(5, 6, 1, 2);
    }
}
