package org.modeljungle.tensor;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.modeljungle.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The precision of matrices in training. Parameters and Adam are in single precision always. */
public enum Precision {
    /** Single precision, 4 bytes per number. */
    FP32,

    /**
     * The matrices and their products, {@code X U} of ProbeX and all views of MVProbe with its encoder, in bfloat16:
     * half the memory, and about twice the speed on a CPU with AVX512-BF16 or AMX; on a CPU without either, slower than
     * {@link #FP32}, with AVX2 alone many times. A number keeps 8 of its 24 significant bits, so that training ends
     * at other parameters; sums are in single precision.
     */
    BF16;

    private static final Logger LOG = LoggerFactory.getLogger(Precision.class);
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    /** Warns once in the log where this precision is known to be slow on the device that computes. */
    public void warnIfSlow() {
        slowness(Processor.current(), Torch.device().isGpu())
                .filter(warning -> WARNED.compareAndSet(false, true))
                .ifPresent(LOG::warn);
    }

    Optional<String> slowness(Processor processor, boolean gpu) {
        return this == BF16 && !gpu && processor.slowInBfloat16()
                ? Optional.of("bfloat16 on this processor, which has " + processor.instructions()
                        + " alone: a product of matrices takes 25 to 40 times as long as in Precision.FP32")
                : Optional.empty();
    }
}
