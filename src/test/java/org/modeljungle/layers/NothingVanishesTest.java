package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Every tensor of a file is a layer, a part of one, or listed with the reason why not. */
class NothingVanishesTest {

    @TempDir
    private Path folder;

    private String in;

    @BeforeEach
    void nameFolder() {
        in = folder.getFileName() + "/";
    }

    private Path write(String name, Map<String, Weight> weights, Map<String, String> metadata) {
        Path path = folder.resolve(name + ".safetensors");
        Safetensors.write(path, weights, metadata);
        return path;
    }

    private Path write(String name, Map<String, Weight> weights) {
        return write(name, weights, Map.of());
    }

    /** The numbers 0, 1, 2, ... */
    private static Weight counted(long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return Weight.of(values, shape);
    }

    private static float[] read(Path file, String layer) {
        return LayerBank.read(List.of(file), layer).matrix(0);
    }

    @Test
    void weightsOfEveryNumberOfDimensionsAreLayers() {
        Path file = write(
                "a",
                Map.of(
                        "line.weight", counted(4, 2, 3),
                        "solid.weight", counted(2, 2, 1, 2, 3),
                        "point.weight", counted(4, 2, 1),
                        "flax.kernel", counted(2, 3)));
        assertThat(LayerBank.layers(file)).containsExactly("flax.kernel", "line", "point", "solid");
        assertThat(LayerBank.omitted(file)).isEmpty();
        LayerBank filters = LayerBank.read(List.of(file), "line");
        assertThat(List.of(filters.rows(), filters.cols())).containsExactly(4, 6);
        LayerBank cut = LayerBank.read(List.of(file), "line", ConvolutionView.REINTERPRETED);
        assertThat(List.of(cut.rows(), cut.cols())).containsExactly(6, 4);
        LayerBank point = LayerBank.read(List.of(file), "point", ConvolutionView.REINTERPRETED);
        assertThat(List.of(point.rows(), point.cols())).containsExactly(4, 2);
        assertThat(LayerBank.read(List.of(file), "solid").cols()).isEqualTo(12);
    }

    @Test
    void packedAttentionIsReadWholeAndInParts() {
        Path file = write(
                "a",
                Map.of(
                        "self_attn.in_proj_weight", counted(6, 2),
                        "blocks.0.attn.qkv.weight", counted(6, 2),
                        "h.0.attn.c_attn.weight", counted(2, 6),
                        "grouped.qkv.weight", counted(4, 2)));
        assertThat(LayerBank.layers(file))
                .containsExactly("blocks.0.attn.qkv", "grouped.qkv", "h.0.attn.c_attn", "self_attn.in_proj_weight");
        List<String> parts = LayerBank.parts(file).get("self_attn.in_proj_weight");
        assertThat(parts)
                .containsExactly(
                        "self_attn.in_proj_weight[query]",
                        "self_attn.in_proj_weight[key]",
                        "self_attn.in_proj_weight[value]");
        assertThat(LayerBank.parts(file)).doesNotContainKey("grouped.qkv");
        assertThat(read(file, "self_attn.in_proj_weight")).hasSize(12);
        assertThat(read(file, "self_attn.in_proj_weight[key]")).containsExactly(4, 5, 6, 7);
        assertThat(read(file, "blocks.0.attn.qkv[value]")).containsExactly(8, 9, 10, 11);
        assertThat(read(file, "h.0.attn.c_attn[key]")).containsExactly(2, 3, 8, 9); // columns 2 and 3
        assertThat(LayerBank.readAll(List.of(file)).keySet()).noneMatch(layer -> layer.contains("["));
    }

    @Test
    void gatesAreCountedByTheStateTheyAreFor() {
        Path file = write(
                "a",
                Map.of(
                        "lstm.weight_ih_l0", counted(8, 3),
                        "lstm.weight_hh_l0", counted(8, 2),
                        "gru.weight_ih_l0_reverse", counted(6, 3),
                        "gru.weight_hh_l0_reverse", counted(6, 2),
                        "small.weight_ih_l0", counted(8, 3), // a projection makes the state smaller than the cell
                        "small.weight_hh_l0", counted(8, 1),
                        "small.weight_hr_l0", counted(1, 2),
                        "plain.weight_ih", counted(2, 3),
                        "plain.weight_hh", counted(2, 2)));
        assertThat(LayerBank.omitted(file)).isEmpty();
        assertThat(LayerBank.parts(file).get("lstm.weight_ih_l0"))
                .containsExactly(
                        "lstm.weight_ih_l0[input]",
                        "lstm.weight_ih_l0[forget]",
                        "lstm.weight_ih_l0[cell]",
                        "lstm.weight_ih_l0[output]");
        assertThat(read(file, "lstm.weight_hh_l0[forget]")).containsExactly(4, 5, 6, 7);
        assertThat(read(file, "gru.weight_ih_l0_reverse[new]")).containsExactly(12, 13, 14, 15, 16, 17);
        assertThat(read(file, "small.weight_ih_l0[output]")).containsExactly(18, 19, 20, 21, 22, 23);
        assertThat(LayerBank.parts(file)).doesNotContainKeys("plain.weight_ih", "plain.weight_hh");
    }

    @Test
    void aPartThatIsNotThereIsAnsweredWithThoseThatAre() {
        Path file = write("a", Map.of("qkv.weight", counted(6, 2)));
        assertThatThrownBy(() -> read(file, "qkv[gate]"))
                .hasMessage("layer 'qkv[gate]' in " + file + ": expected a part of 'qkv', one of [query, key, value],"
                        + " found none of that name");
    }

    @Test
    void eightBitsAreReadWithTheirScales() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {-128, -1, 0, 1, 64, 127});
        Weight eight = new Weight(Dtype.I8, List.of(2L, 3L), bytes);
        ByteBuffer floats = ByteBuffer.wrap(new byte[] {0x38, (byte) 0xB8, 0x40, 0x30}); // 1, -1, 2, 1/2
        Weight small = new Weight(Dtype.F8_E4M3, List.of(2L, 2L), floats);
        Path file = write(
                "a",
                Map.of(
                        "bare.weight",
                        eight,
                        "rows.weight",
                        eight,
                        "rows.SCB",
                        Weight.of(new float[] {127, 254}, 2),
                        "zero.weight",
                        eight,
                        "zero.weight_scale",
                        Weight.of(new float[] {.5f, 2}, 2, 1),
                        "zero.weight_zero_point",
                        Weight.of(new long[] {1, 0}, 2, 1),
                        "one.weight",
                        small,
                        "one.weight_scale",
                        Weight.of(new float[] {3}),
                        "block.weight",
                        small,
                        "block.weight_scale_inv",
                        Weight.of(new float[] {.25f}, 1, 1)));
        assertThat(LayerBank.layers(file)).containsExactly("bare", "block", "one", "rows", "zero");
        assertThat(read(file, "bare")).containsExactly(-128, -1, 0, 1, 64, 127);
        assertThat(read(file, "rows")).containsExactly(-128, -1, 0, 2, 128, 254);
        assertThat(read(file, "zero")).containsExactly(-64.5f, -1, -.5f, 2, 128, 254);
        assertThat(read(file, "one")).containsExactly(3, -3, 6, 1.5f);
        assertThat(read(file, "block")).containsExactly(.25f, -.25f, .5f, .125f);
        assertThat(LayerBank.omitted(file))
                .containsEntry("rows.SCB", "it scales 'rows.weight' and is read with it")
                .containsEntry("zero.weight_zero_point", "it scales 'zero.weight' and is read with it")
                .hasSize(5);
    }

    @Test
    void eachBlockHasItsScale() {
        byte[] ones = new byte[130 * 129];
        Arrays.fill(ones, (byte) 0x38);
        Weight weight = new Weight(Dtype.F8_E4M3, List.of(130L, 129L), ByteBuffer.wrap(ones));
        Weight scales = Weight.of(new float[] {1, 2, 3, 4}, 2, 2);
        Path file = write("a", Map.of("w.weight", weight, "w.weight_scale_inv", scales));
        float[] read = read(file, "w");
        assertThat(new float[] {read[0], read[128], read[128 * 129], read[129 * 129 + 128]})
                .containsExactly(1, 2, 3, 4);
        Path other = write("b", Map.of("w.weight", weight, "w.weight_scale_inv", counted(2, 1)));
        assertThatThrownBy(() -> read(other, "w"))
                .hasMessage(
                        "tensor 'w.weight_scale_inv' in " + other + ": expected scales [2, 2], one for each block of"
                                + " 128 x 128 of 'w.weight' [130, 129], found [2, 1]");
        Path third = write("c", Map.of("w.weight", weight, "w.weight_scale", counted(3)));
        assertThatThrownBy(() -> read(third, "w"))
                .hasMessage("tensor 'w.weight_scale' in " + third
                        + ": expected one number, or one for each of the 130 rows of 'w.weight', found [3]");
    }

    /** Of a square matrix, as many numbers as rows may be meant for its columns. */
    @Test
    void scalesOfColumnsAreRefused() {
        Weight weight = new Weight(Dtype.I8, List.of(2L, 2L), ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        Path file = write("a", Map.of("w.weight", weight, "w.weight_scale", counted(1, 2)));
        assertThatThrownBy(() -> read(file, "w"))
                .hasMessageContaining("for each of the 2 rows of 'w.weight', found [1, 2]");
    }

    /** Numbers of fewer than eight bits are always those of a microscaling format. */
    @Test
    void blocksOfFourBitsAreListedWithTheirScales() {
        Weight four = new Weight(Dtype.F4, List.of(1L, 32L), ByteBuffer.allocate(16));
        Weight scale = new Weight(Dtype.F8_E8M0, List.of(1L, 1L), ByteBuffer.allocate(1));
        Path file = write("a", Map.of("w.weight", four, "w.weight_scale", scale));
        assertThat(LayerBank.layers(file)).isEmpty();
        assertThat(LayerBank.omitted(file))
                .containsOnly(
                        Map.entry("w.weight", "its numbers are F4, and each block of them has a scale elsewhere"),
                        Map.entry("w.weight_scale", "it scales 'w.weight', which is not read"));
        assertThatThrownBy(() -> read(file, "w"))
                .hasMessageContaining("expected floats of 2 dimensions or more, found F4");
    }

    /** As an adapter is that was saved while the optimiser had its numbers elsewhere. */
    @Test
    void factorsThatWereGatheredAwayLeaveTheOtherLayers() {
        Weight nothing = Weight.of(new float[0], 0);
        Path file = write(
                "a",
                Map.of(
                        "base_model.model.q.lora_A.weight", nothing,
                        "base_model.model.q.lora_B.weight", nothing,
                        "w.weight", counted(2, 2)));
        assertThat(LayerBank.layers(file)).containsExactly("w");
        assertThat(LayerBank.omitted(file).get("base_model.model.q.lora_A.weight"))
                .isEqualTo("the adapter's factors are empty ('base_model.model.q.lora_A.weight' has shape [0]); it was"
                        + " saved without its weights: gather them before saving");
        assertThatThrownBy(() -> read(file, "q"))
                .hasMessageStartingWith("layer 'q' in " + file + ": the adapter's factors are empty");
    }

    /** As AdaLoRA leaves layers that it prunes. */
    @Test
    void aChangeOfRankZeroIsReadWithTheOthers() {
        Map<String, Weight> factors = Map.of(
                "unet.a.lora.down.weight", counted(4, 3),
                "unet.a.lora.up.weight", counted(2, 4),
                "unet.b.lora.down.weight", Weight.of(new float[0], 0, 3),
                "unet.b.lora.up.weight", Weight.of(new float[0], 2, 0));
        LayerBanks banks = LayerBank.readAll(List.of(write("a", factors), write("b", factors)));
        assertThat(banks.keySet()).containsExactly("unet.a", "unet.b");
        assertThat(banks.get("unet.b").matrix(1)).hasSize(6).containsOnly(0);
    }

    /** PEFT's {@code lora_bias}. */
    @Test
    void theBiasOfALoraIsListed() {
        Path file = write(
                "a",
                Map.of(
                        "q.lora_A.weight", counted(1, 3),
                        "q.lora_B.weight", counted(2, 1),
                        "q.lora_B.bias", counted(2)));
        assertThat(LayerBank.layers(file)).containsExactly("q");
        assertThat(LayerBank.omitted(file))
                .containsOnly(Map.entry("q.lora_B.bias", "it changes a bias, which is a vector"));
    }

    @Test
    void halvesOfAWeightAreNoWeights() {
        Path file = write(
                "a",
                Map.of(
                        "conv.weight_g", counted(2, 1, 1),
                        "conv.weight_v", counted(2, 2, 3),
                        "new.parametrizations.weight.original1", counted(2, 2),
                        "ids.weight", Weight.of(new long[4], 2, 2),
                        "cls_token", counted(1, 1, 4)));
        assertThat(LayerBank.layers(file)).isEmpty();
        assertThat(LayerBank.omitted(file))
                .containsEntry("ids.weight", "its numbers are I64")
                .containsEntry("cls_token", "its name says no weight: asked for by this name, it is read")
                .hasSize(5)
                .allSatisfy((name, why) -> assertThat(why).isNotBlank());
        assertThat(LayerBank.omitted(file).get("conv.weight_v")).contains("remove_weight_norm");
        assertThat(read(file, "cls_token")).containsExactly(0, 1, 2, 3);
    }

    @Test
    void tiedWeightsAreReadByEitherName() {
        Path file = write(
                "a",
                Map.of("model.wte.weight", counted(3, 2)),
                Map.of("lm_head.weight", "model.wte.weight", "by", "me"));
        assertThat(LayerBank.layers(file)).containsExactly("model.wte");
        assertThat(read(file, "lm_head")).isEqualTo(read(file, "model.wte"));
        assertThat(Safetensors.open(file).tied()).containsExactly(Map.entry("lm_head.weight", "model.wte.weight"));
        Models models = Models.of(List.of(file)).withoutPrefixes("model.");
        assertThat(LayerBank.read(models, "lm_head").matrix(0)).isEqualTo(read(file, "model.wte"));
    }

    @Test
    void namesThatDifferByAPrefixComeTogetherOnRequest() {
        Path bare = write("bare", Map.of("q.weight", counted(2, 2), "head.weight", counted(1, 2)));
        Path wrapped = write(
                "wrapped",
                Map.of("_orig_mod.module.q.weight", counted(2, 2), "_orig_mod.module.head.weight", counted(1, 2)));
        Models models = Models.of(List.of(bare, wrapped));
        assertThatThrownBy(() -> LayerBank.read(models, "q"))
                .hasMessage("layer 'q' in " + wrapped + ": expected a weight or a LoRA pair, found"
                        + " '_orig_mod.module.q': models.withoutPrefixes(\"_orig_mod.module.\") reads this file's names"
                        + " without; LayerBank.layers(file) lists what this file has");
        assertThatThrownBy(() -> LayerBank.read(List.of(bare), "module.q"))
                .hasMessageContaining("found 'q': ask for that, and read files that have 'module.' before it by"
                        + " models.withoutPrefixes(\"module.\")");
        for (Models together :
                List.of(models.withoutPrefixes("_orig_mod.module."), models.withoutPrefixes("module.", "_orig_mod."))) {
            LayerBanks banks = LayerBank.readAll(together);
            assertThat(banks.keySet()).containsExactly("head", "q");
            assertThat(banks.different()).isEmpty();
            assertThat(LayerBank.shared(together)).containsExactly("head", "q");
        }
    }

    @Test
    void twoTensorsOfOneNameAreRefused() {
        Path file = write("a", Map.of("q.weight", counted(2, 2), "module.q.weight", counted(2, 2)));
        Model model = Models.of(List.of(file)).withoutPrefixes("module.").get(0);
        assertThatThrownBy(model::open)
                .hasMessage(file + ": expected names that differ without [module.], found 'module.q.weight' and"
                        + " 'q.weight'; read this file with its names as they are");
    }

    @Test
    void aLayerInWhichModelsDifferIsLeftOutAndNamed() {
        List<Path> files = List.of(
                write("m0", Map.of("embedding.weight", counted(5, 2), "body.weight", counted(2, 2))),
                write("m1", Map.of("embedding.weight", counted(5, 2), "body.weight", counted(2, 2))),
                write("m2", Map.of("embedding.weight", counted(8, 2), "body.weight", counted(2, 2))));
        LayerBanks banks = LayerBank.readAll(files);
        assertThat(banks.keySet()).containsExactly("body");
        assertThat(banks.get("body").models()).isEqualTo(3);
        assertThat(banks)
                .hasToString(
                        "1 layer of 3 models; left out: embedding ([8, 2] in %sm2.safetensors, [5, 2] in".formatted(in)
                                + " %sm0.safetensors)".formatted(in));
        assertThatThrownBy(() -> LayerBank.read(files, "embedding"))
                .hasMessageStartingWith("layer 'embedding' in " + files.get(2) + ": expected [5, 2], found [8, 2]");
    }
}
