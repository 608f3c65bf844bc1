package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Dataset;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;

class LinearProbeTest {

    private static final Dataset EASY = new ShapeClasses(ShapeWorld.of(16).withoutVariation(), 4, 1, 1)
            .draw(new Seeds(1)); // one picture for each concept
    private static final Vit VIT = new Vit(new Vit.Settings(16, 3, 4, 32, 1, 2, 32));

    @Test
    void readsClassesOffRandomFeaturesWherePicturesAreAllAlike() {
        LinearProbe probe = new LinearProbe(VIT, EASY, 400);
        double accuracy = probe.accuracy(VIT.layout().initial(new Seeds(2)));
        assertThat(accuracy).isGreaterThan(.3);
        assertThat(probe.accuracy(VIT.layout().initial(new Seeds(2)))).isEqualTo(accuracy);
    }

    @Test
    void featuresThatSayNothingAreGuessing() {
        float[] dead = new float[VIT.layout().size()];
        assertThat(new LinearProbe(VIT, EASY, 400).accuracy(dead)).isLessThan(.05);
    }

    @Test
    void theStopButtonIsHeardWhileFeaturesAreComputed() {
        LinearProbe probe = new LinearProbe(VIT, EASY, 400);
        try (Progress progress = Progress.of("probing", LinearProbe.STEPS)) {
            progress.cancel();
            assertThatThrownBy(() -> probe.accuracy(VIT.layout().initial(new Seeds(2)), progress))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("stopped: probing, 0 of 300 steps done"); // the first step would be counted
        }
    }

    @Test
    void wrongInputsAreRefused() {
        assertThatThrownBy(() -> new LinearProbe(VIT, EASY, 401))
                .hasMessage("linear probe: expected 1 to 400 training pictures, found 401");
        assertThatThrownBy(() -> new LinearProbe(VIT, EASY, 400).accuracy(new float[3]))
                .hasMessage("linear probe: expected " + VIT.layout().size() + " parameters, found 3");
    }
}
