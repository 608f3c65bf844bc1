package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataDigestTest {

    @Test
    void oneContentHasOneDigest() {
        assertThat(new DataDigest().hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"); // SHA-256 of nothing
        String once = new DataDigest().add("a").add(1f, 2f).add(3).hex();
        assertThat(once)
                .hasSize(64)
                .isEqualTo(new DataDigest().add("a").add(1f, 2f).add(3).hex());
    }

    @Test
    void piecesDoNotRunIntoOneAnother() {
        assertThat(new DataDigest().add("ab").add("c").hex())
                .isNotEqualTo(new DataDigest().add("a").add("bc").hex());
        assertThat(new DataDigest().add(1f).add(2f).hex())
                .isNotEqualTo(new DataDigest().add(1f, 2f).hex());
        assertThat(new DataDigest().add(0f).hex())
                .isNotEqualTo(new DataDigest().add(-0f).hex());
        assertThat(new DataDigest().add(0f).hex())
                .isNotEqualTo(new DataDigest().add(0).hex());
        assertThat(new DataDigest().add(0.0).hex())
                .isNotEqualTo(new DataDigest().add(0f, 0f).hex());
    }

    @Test
    void longArraysCountToTheirEnd() {
        float[] floats = new float[20_000];
        double[] doubles = new double[20_000];
        String plain = new DataDigest().add(floats).add(doubles).hex();
        doubles[19_999] = 1;
        assertThat(new DataDigest().add(floats).add(doubles).hex()).isNotEqualTo(plain);
        doubles[19_999] = 0;
        floats[19_999] = 1;
        assertThat(new DataDigest().add(floats).add(doubles).hex()).isNotEqualTo(plain);
    }
}
