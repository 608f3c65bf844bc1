package org.modeljungle.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeljungle.Golden;

class EncoderFolderTest {

    private static final String WEIGHTS = "model.safetensors";
    private static final String CONFIG = "config.json";

    @TempDir
    private Path temp;

    private Path bert;
    private Path clip;
    private Path openClip;

    @BeforeEach
    void copy() {
        bert = TextFolders.copy("bert", temp.resolve("bert"));
        clip = TextFolders.copy("clip", temp.resolve("clip"));
        openClip = TextFolders.copy("open-clip", temp.resolve("open-clip"));
    }

    /** Token 0, "!" within other signs, is no end of a text. */
    @Test
    void aTextGoesOnBehindAnExclamationMark() {
        float[][] two = PretrainedText.open(openClip).encode(List.of("stop!/red fox", "stop!/blue car"));
        double cosine = 0;
        for (int k = 0; k < two[0].length; k++) {
            cosine += two[0][k] * two[1][k];
        }
        assertThat(cosine).isLessThan(.99);
    }

    @ParameterizedTest
    @CsvSource({
        "bert, model.safetensors, bert.",
        "bert, model.safetensors, model.",
        "clip, model.safetensors, model.",
        "open-clip, open_clip_model.safetensors, text.",
        "open-clip, open_clip_model.safetensors, model.text."
    })
    void prefixesAreRecognised(String name, String file, String prefix) {
        Path folder = temp.resolve(name);
        float[][] before = PretrainedText.open(folder).encode(PretrainedTextTest.SENTENCES);
        TextFolders.rename(folder, file, tensor -> prefix + tensor);
        assertThat(PretrainedText.open(folder).encode(PretrainedTextTest.SENTENCES))
                .isDeepEqualTo(before);
    }

    @Test
    void clipsTowerMayHaveNoPrefixAndItsConfigurationBeAPart() throws IOException {
        float[][] before = PretrainedText.open(clip).encode(PretrainedTextTest.SENTENCES);
        TextFolders.rename(clip, WEIGHTS, name -> name.replace("text_model.", ""));
        String config = Files.readString(clip.resolve(CONFIG));
        TextFolders.with(clip, CONFIG, "{\"model_type\": \"clip\", \"text_config\": " + config + "}");
        assertThat(PretrainedText.open(clip).encode(PretrainedTextTest.SENTENCES))
                .isDeepEqualTo(before);
    }

    @Test
    void theFirstTokenIsTakenWhereItsFileSaysSo() {
        for (String setting : List.of(
                "\"pooling_mode_mean_tokens\": false, \"pooling_mode_cls_token\": true", "\"pooling_mode\": \"cls\"")) {
            TextFolders.with(bert, "1_Pooling/config.json", "{" + setting + "}");
            PretrainedTextTest.assertSame(
                    PretrainedText.open(bert),
                    Golden.read("text-encoders").get("bert").get("cls"));
        }
        TextFolders.with(bert, "1_Pooling/config.json", "{\"pooling_mode_mean_tokens\": true}");
        PretrainedTextTest.assertSame(
                PretrainedText.open(bert),
                Golden.read("text-encoders").get("bert").get("mean"));
        TextFolders.with(bert, "1_Pooling/config.json", "{\"pooling_mode_max_tokens\": true}");
        assertMessage(bert, bert.resolve("1_Pooling/config.json") + ": expected the pooling mean or cls, found max");
    }

    @Test
    void otherModulesAreRefused() {
        TextFolders.with(bert, "modules.json", "[{\"type\": \"a.Transformer\"}, {\"type\": \"a.models.Dense\"}]");
        assertMessage(
                bert,
                bert.resolve("modules.json")
                        + ": expected the modules Transformer, Pooling and Normalize, found \"a.models.Dense\"");
    }

    @Test
    void whereTextsAreCutIsInTheFolder() {
        TextFolders.with(bert, "tokenizer_config.json", "{\"model_max_length\": 12}");
        assertThat(PretrainedText.open(bert).longest()).isEqualTo(12);
        assertThat(PretrainedText.open(bert).tokens("dog ".repeat(50))).isEqualTo(12);
        TextFolders.with(bert, "sentence_bert_config.json", "{\"max_seq_length\": 9}");
        assertThat(PretrainedText.open(bert).longest()).isEqualTo(9);
        TextFolders.with(clip, "tokenizer_config.json", "{\"model_max_length\": 1000000000000000019884624838656}");
        assertThat(PretrainedText.open(clip).longest()).isEqualTo(20);
    }

    @Test
    void otherNetworksAreRefused() {
        TextFolders.replace(bert, CONFIG, "\"model_type\": \"bert\"", "\"model_type\": \"roberta\"");
        assertMessage(
                bert,
                bert.resolve(CONFIG) + ": expected the model_type bert, as its tensors are named, found 'roberta'");
        TextFolders.rename(clip, WEIGHTS, name -> name.contains("token_embedding") ? "" : name);
        assertMessage(
                clip,
                clip.resolve(WEIGHTS)
                        + ": expected a BERT or the text tower of a CLIP, with a tensor"
                        + " 'embeddings.word_embeddings.weight', 'embeddings.token_embedding.weight' or"
                        + " 'token_embedding.weight', found none among its 36 tensors");
        TextFolders.replace(openClip, "open_clip_config.json", "\"width\": 32,", "\"width\": 32, \"embed_cls\": true,");
        assertMessage(
                openClip,
                openClip.resolve("open_clip_config.json")
                        + ", model_cfg, text_cfg: expected 'false' as embed_cls, found true; such a text encoder cannot be"
                        + " read here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"act_kwargs\": {\"approximate\": \"tanh\"}; {\"approximate\":\"tanh\"}; nothing as act_kwargs",
                "\"hf_model_name\": \"roberta-base\"; \"roberta-base\"; nothing as hf_model_name",
                "\"pool_type\": \"last\"; \"last\"; 'argmax' as pool_type"
            })
    void otherTowersOfOpenClipAreRefused(String setting, String found, String expected) {
        TextFolders.replace(openClip, "open_clip_config.json", "\"width\": 32,", "\"width\": 32, " + setting + ",");
        assertMessage(
                openClip,
                openClip.resolve("open_clip_config.json") + ", model_cfg, text_cfg: expected " + expected + ", found "
                        + found + "; such a text encoder cannot be read here");
    }

    @Test
    void settingsThatChangeNothingAreAccepted() {
        TextFolders.replace(
                openClip,
                "open_clip_config.json",
                "\"width\": 32,",
                "\"width\": 32, \"act_kwargs\": {}, \"hf_model_name\": null, \"pool_type\": \"argmax\", \"proj_bias\": false,");
        assertThat(PretrainedText.open(openClip).dimension()).isEqualTo(24);
    }

    @Test
    void wrongShapesAreNamed() {
        TextFolders.replace(bert, CONFIG, "\"intermediate_size\": 48", "\"intermediate_size\": 50");
        assertMessage(
                bert,
                "tensor 'encoder.layer.0.intermediate.dense.weight' in %s: expected [50, 32] as its configuration says,"
                                .formatted(bert.resolve(WEIGHTS))
                        + " found [48, 32]");
        TextFolders.replace(clip, CONFIG, "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1");
        assertMessage(
                clip,
                clip.resolve(WEIGHTS)
                        + ": expected the 1 blocks of its configuration, found more; it belongs to another file");
        TextFolders.replace(openClip, "open_clip_config.json", "\"heads\": 4", "\"heads\": 5");
        assertMessage(openClip, "text encoder: expected a width that the heads divide, found width 32 and 5 heads");
    }

    @Test
    void otherActivationsAreRefused() {
        TextFolders.replace(bert, CONFIG, "\"hidden_act\": \"gelu\"", "\"hidden_act\": \"swish\"");
        assertMessage(
                bert,
                "text encoder: expected one of the activations [gelu, gelu_new, gelu_pytorch_tanh, quick_gelu, relu],"
                        + " found 'swish'");
    }

    @Test
    void missingTensorsAndFilesAreNamed() throws IOException {
        TextFolders.rename(bert, WEIGHTS, name -> name.equals("encoder.layer.1.output.dense.bias") ? "" : name);
        assertThatThrownBy(() -> PretrainedText.open(bert))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "tensor 'encoder.layer.1.output.dense.bias' in %s: expected one of its names, found none like it"
                                .formatted(bert.resolve(WEIGHTS)));
        Files.delete(clip.resolve("tokenizer.json"));
        assertMessage(
                clip,
                clip.resolve("tokenizer.json") + ": expected a tokenizer, found no file; transformers'"
                        + " AutoTokenizer.from_pretrained(...).save_pretrained(folder) writes it");
        Files.delete(clip.resolve(CONFIG));
        assertMessage(clip, clip + ": expected config.json beside its weights, found none");
        Files.delete(openClip.resolve("open_clip_model.safetensors"));
        assertMessage(
                openClip,
                openClip + ": expected one of [model.safetensors, model.safetensors.index.json,"
                        + " open_clip_model.safetensors], found none; weights in another form are not read");
        assertMessage(
                temp.resolve("none"),
                temp.resolve("none")
                        + ": expected a folder with config.json, model.safetensors and tokenizer.json, found nothing");
    }

    @Test
    void aTokenizerThatIsNoneOrAnothersIsRefused() throws IOException {
        Files.copy(clip.resolve("tokenizer.json"), bert.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> PretrainedText.open(bert).encode(List.of("dog")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*: expected tokens below 142, which the weights know, found 592 for 'dog'; it"
                        + " belongs to another model");
        TextFolders.with(bert, "tokenizer.json", "{\"version\": \"1.0\"}");
        assertThatThrownBy(() -> PretrainedText.open(bert))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        bert.resolve("tokenizer.json") + ": expected a tokenizer of the tokenizers library, found: ");
    }

    @Test
    void theDigestNamesWeightsTokenizerAndPooling() {
        String before = PretrainedText.open(bert).digest();
        assertThat(before)
                .matches("[0-9a-f]{64}")
                .isEqualTo(PretrainedText.open(TextFolders.golden("bert")).digest());
        TextFolders.with(bert, "sentence_bert_config.json", "{\"max_seq_length\": 9}");
        String shorter = PretrainedText.open(bert).digest();
        TextFolders.with(bert, "1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
        String first = PretrainedText.open(bert).digest();
        TextFolders.replace(bert, "tokenizer.json", "\"[UNK]\"", "\"[UNK]\" ");
        String other = PretrainedText.open(bert).digest();
        assertThat(List.of(before, shorter, first, other)).doesNotHaveDuplicates();
        assertThat(PretrainedText.open(bert))
                .hasToString(
                        "bert: BERT, the first token, 2 blocks of width 32, vectors of 32 numbers, texts of at most"
                                + " 9 tokens");
    }

    @Test
    void itStopsWhenItsThreadIsInterrupted() {
        PretrainedText encoder = PretrainedText.open(bert);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> encoder.encode(List.of("dog")))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("stopped: ");
        } finally {
            Thread.interrupted();
        }
        assertThat(encoder.encode(List.of("dog"))).hasDimensions(1, 32);
    }

    @Test
    void noTextsHaveNoVectors() {
        assertThat(PretrainedText.open(bert).encode(List.of())).isEmpty();
    }

    private static void assertMessage(Path folder, String message) {
        ThrowingCallable open = () -> PretrainedText.open(folder);
        assertThatThrownBy(open).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
