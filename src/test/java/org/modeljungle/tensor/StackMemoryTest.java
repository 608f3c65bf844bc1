package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import org.junit.jupiter.api.Test;

class StackMemoryTest {

    private static final String GPU = "CUDA out of memory. Tried to allocate %s. GPU 0 has a total capacity of %s of"
            + " which %s is free. Process 12 has 5.27 GiB memory in use.";

    private static RuntimeException full(String message, long models) {
        return StackMemory.explained(new EngineException(message), models);
    }

    @Test
    void aGpuSaysHowManyWouldFit() {
        // 300 models took 7.5 of 8 GiB and asked for 1.5 more: 9 GiB; 8 of 9 are 266, and nine in ten of these 240
        String message = GPU.formatted("1.50 GiB", "8.00 GiB", "512.00 MiB");
        assertThat(full(message, 300))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a stack of 300 models has no room, some 240 would fit: " + message)
                .hasCauseInstanceOf(EngineException.class);
        assertThat(full(GPU.formatted("80.00 GiB", "8.00 GiB", "8.00 GiB"), 5))
                .hasMessageContaining("some 1 would fit");
        assertThat(full(GPU.formatted("20.00 MiB", "8.00 GiB", "7.00 GiB"), 5))
                .as("fewer in any case")
                .hasMessageContaining("some 4 would fit");
        assertThat(full(GPU.formatted("512 bytes", "4096 bytes", "0 bytes"), 2_000))
                .hasMessageContaining("some 1,600 would fit");
    }

    @Test
    void aProcessorDoesNotSay() {
        assertThat(full("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory: buy 12 bytes", 10))
                .hasMessageStartingWith("a stack of 10 models has no room, try half of it: [enforce fail");
    }

    @Test
    void otherErrorsAndSingleModelsAreLeftAlone() {
        RuntimeException other = new EngineException("shape '[2, 3]' is invalid");
        assertThat(StackMemory.explained(other, 10)).isSameAs(other);
        RuntimeException nothing = new EngineException((String) null);
        assertThat(StackMemory.explained(nothing, 10)).isSameAs(nothing);
        RuntimeException single = new EngineException(GPU.formatted("1.50 GiB", "8.00 GiB", "512.00 MiB"));
        assertThat(StackMemory.explained(single, 1)).isSameAs(single);
    }

    @Test
    void whatWasAddedIsFoundAgain() {
        String message =
                full(GPU.formatted("1.50 GiB", "8.00 GiB", "512.00 MiB"), 1300).getMessage();
        assertThat(StackMemory.advice(message)).contains("a stack of 1,300 models has no room, some 1,040 would fit");
        assertThat(StackMemory.advice("CUDA out of memory")).isEmpty();
    }
}
