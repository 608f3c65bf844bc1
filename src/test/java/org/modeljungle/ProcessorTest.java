package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTest {

    private static final String EPYC = """
            processor	: 0
            vendor_id	: AuthenticAMD
            model name	: AMD EPYC 7763 64-Core Processor
            flags		: fpu sse2 fma avx avx2 bmi1

            processor	: 1
            model name	: Another
            """;

    @Test
    void linuxNamesItsModelAndItsInstructionSets() {
        assertThat(Processor.linux(EPYC, "amd64", Map.<String, String>of()::get))
                .isEqualTo(new Processor("AMD EPYC 7763 64-Core Processor", "AVX2"));
    }

    @ParameterizedTest
    @CsvSource({
        "fma avx2 avx512f avx512vl avx512bw avx512dq, AVX512",
        "fma avx2 avx512f avx512vl avx512bw, AVX2",
        "avx2 avx, DEFAULT",
        "fma avx, DEFAULT",
    })
    void theInstructionSetIsTheOneThatPytorchChooses(String flags, String chosen) {
        assertThat(Processor.linux("flags : " + flags, "amd64", Map.<String, String>of()::get))
                .isEqualTo(new Processor("unknown", chosen));
    }

    @Test
    void bfloat16IsKnownToBeSlowWhereThereIsAvx2Alone() {
        assertThat(new Processor("x", "AVX2").slowInBfloat16()).isTrue();
        assertThat(new Processor("x", "AVX512").slowInBfloat16()).isFalse();
        assertThat(new Processor("x", "unknown").slowInBfloat16()).isFalse();
    }

    @Test
    void pytorchsOwnVariableDecidesWhereItIsSet() {
        Map<String, String> wish = Map.of("ATEN_CPU_CAPABILITY", "default");
        assertThat(Processor.linux(EPYC, "amd64", wish::get).instructions()).isEqualTo("DEFAULT");
        Map<String, String> unheard = Map.of("ATEN_CPU_CAPABILITY", "fastest"); // PyTorch warns and chooses itself
        assertThat(Processor.linux(EPYC, "amd64", unheard::get).instructions()).isEqualTo("AVX2");
    }

    @Test
    void armHasOneSetWhereItHasNoVectorsOfAnyLength() {
        Map<String, String> none = Map.of();
        assertThat(Processor.linux("Features : fp asimd", "aarch64", none::get))
                .isEqualTo(new Processor("unknown", "DEFAULT"));
        assertThat(Processor.linux("Features : fp asimd sve", "aarch64", none::get))
                .isEqualTo(new Processor("unknown", "unknown"));
    }

    @Test
    void macAnswersWhenAsked() {
        Map<String, String> intel = Map.of(
                "machdep.cpu.brand_string", "Intel(R) Core(TM) i7",
                "machdep.cpu.features", "FPU FMA AVX1.0",
                "machdep.cpu.leaf7_features", "SMEP AVX2");
        Map<String, String> none = Map.of();
        assertThat(Processor.mac(name -> intel.getOrDefault(name, ""), "x86_64", none::get))
                .isEqualTo(new Processor("Intel(R) Core(TM) i7", "AVX2"));
        Map<String, String> apple = Map.of("machdep.cpu.brand_string", "Apple M2");
        assertThat(Processor.mac(name -> apple.getOrDefault(name, ""), "aarch64", none::get))
                .isEqualTo(new Processor("Apple M2", "DEFAULT"));
    }

    @Test
    void windowsNamesItsModelAlone() {
        Map<String, String> windows = Map.of("PROCESSOR_IDENTIFIER", "Intel64 Family 6 Model 154");
        assertThat(Processor.other("amd64", windows::get))
                .isEqualTo(new Processor("Intel64 Family 6 Model 154", "unknown"));
        assertThat(Processor.other("amd64", Map.<String, String>of()::get))
                .isEqualTo(new Processor("unknown", "unknown"));
    }
}
