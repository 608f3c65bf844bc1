package org.modeljungle.text;

import java.util.List;

/** An encoder whose vectors keep their lengths. */
record RawEncoder(TextEncoder encoder) implements TextEncoder {

    @Override
    public float[][] encode(List<String> texts) {
        return encoder.encodeRaw(texts);
    }

    @Override
    public boolean isOfUnitLength() {
        return false;
    }

    @Override
    public String digest() {
        return encoder.digest().isEmpty() ? "" : "raw " + encoder.digest();
    }
}
