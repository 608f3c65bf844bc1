package org.modeljungle.probing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.Siren;
import tech.tablesaw.api.Table;

class OperationsTest {

    @Test
    void aRowSaysWhatEachMethodTakes() {
        Map<String, Network> networks = new LinkedHashMap<>();
        networks.put("picture", Siren.PICTURE);
        networks.put("solid", Siren.SOLID);
        Table table = Operations.table(
                "costs",
                networks,
                10,
                network -> network == Siren.PICTURE
                        ? List.of(Probing.probeGen(8, network), GraphNetwork.PUBLISHED)
                        : List.of(Probing.probeGen(8, network)));
        assertThat(table.columnNames())
                .containsExactly("network", "one pass", "probegen", "probegen, once for all", "graph");
        assertThat(table.longColumn("one pass").asList()).containsExactly(Siren.PICTURE.flops(), Siren.SOLID.flops());
        Probing solid = Probing.probeGen(8, Siren.SOLID);
        assertThat(table.longColumn("probegen").get(1)).isEqualTo(solid.flops(Siren.SOLID, 10));
        assertThat(table.longColumn("probegen, once for all").get(1)).isEqualTo(solid.flopsPerBatch(Siren.SOLID));
        assertThat(table.longColumn("graph").get(0)).isEqualTo(GraphNetwork.PUBLISHED.flops(Siren.PICTURE, 10));
        assertThat(table.longColumn("graph").isMissing(1)).isTrue();
    }

    @Test
    void whatIsComparedHasNamesOfItsOwn() {
        assertThat(Probing.compared(4, Siren.PICTURE))
                .extracting(Method::name)
                .containsExactly(
                        "probegen", "vanilla", "vanilla-same-start", "untrained", "unlearned", "statnn", "mlp");
        assertThat(new Probing("own", new Probes.Free(3)).mlp()).isEqualTo(Mlp.PUBLISHED);
    }
}
