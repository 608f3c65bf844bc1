package org.modeljungle.probing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ResNet;
import org.modeljungle.nets.Siren;

/** What the engine runs is written with the same digits in every country. */
class LocaleTest {

    private final Locale usual = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    private static List<String> scripts() {
        Siren siren = new Siren(2, 8, 2, 1, 5, 0);
        Network convNet = new Classifier(ConvNet.zoo(8, 3, ConvNet.Activation.RELU), List.of(10));
        Mlp mlp = new Mlp(16, 3);
        Probes points = new Probes.Generated(4, new Generator.FullyConnected(8, 2, true));
        Probes pictures = new Probes.Generated(4, new Generator.Convolutional(8, 4, 1, false));
        return List.of(
                siren.script(),
                convNet.script(),
                new ResNet(ResNet.Settings.SMALL).script(),
                new Probing("points", points, mlp).padded(3).script(siren, 1),
                new Probing("pictures", pictures, mlp).script(convNet, 1));
    }

    @Test
    void scriptsAreTheSameInEveryCountry() {
        Locale.setDefault(Locale.ENGLISH);
        List<String> scripts = scripts();
        Locale.setDefault(Locale.forLanguageTag("ar-EG")); // which has digits of its own
        assertThat("%d".formatted(7)).isNotEqualTo("7");
        assertThat(scripts()).isEqualTo(scripts);
    }
}
