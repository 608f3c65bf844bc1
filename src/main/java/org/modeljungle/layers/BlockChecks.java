package org.modeljungle.layers;

import java.util.Map;
import java.util.zip.CRC32C;
import org.modeljungle.Check;
import org.modeljungle.weights.Safetensors;

/** Checks each block of a bank's file once, when it is read for the first time. */
final class BlockChecks implements FileBlocks.Checks {

    private static final long WRITTEN = 1L << 32; // above the 32 bits of a sum, so that 0 stands for nothing

    private final Safetensors file;
    private final BankHeader header;
    private final long[] sums; // [models]
    private final boolean[] checked; // two threads may check a block twice

    BlockChecks(Safetensors file, BankHeader header) {
        this.file = file;
        this.header = header;
        sums = file.longs(BankHeader.CHECKSUMS);
        checked = new boolean[sums.length];
    }

    /** What the file keeps of a sum. */
    static long kept(CRC32C sum) {
        return WRITTEN | sum.getValue();
    }

    /** Throws if the block of a model is not what was written. */
    @Override
    public void check(int place) {
        if (checked[place]) {
            return;
        }
        long found = found(place);
        Check.that(
                found == sums[place],
                "%s: expected the numbers of model %d, %s, to have the checksum %08x, found %08x; the bank is damaged:"
                        + " delete it and build it again",
                file.path(),
                place,
                header.sources().get(place).file(),
                sums[place] & (WRITTEN - 1),
                found & (WRITTEN - 1));
        checked[place] = true;
    }

    /** Whether the block of a model is what was written. */
    boolean isSound(int place) {
        return found(place) == sums[place];
    }

    private long found(int place) {
        CRC32C sum = new CRC32C();
        for (Map.Entry<String, Integer> block : header.blocks().entrySet()) {
            file.addTo(sum, block.getKey(), (long) place * block.getValue(), block.getValue());
        }
        return kept(sum);
    }
}
