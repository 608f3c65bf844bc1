package org.modeljungle.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Files that are taken for weights and are something else, each with its name and the way out. */
final class OtherFormats {

    /** How many bytes of a file are looked at. */
    static final int BYTES = 64;

    private static final String PICKLE = "a pickle, which runs code when it is read and is therefore never read here;"
            + " convert it in Python: state = torch.load(file, weights_only=True);"
            + " safetensors.torch.save_file({k: v.clone().contiguous() for k, v in state.items()"
            + " if torch.is_tensor(v)}, ...)";

    private record Format(String start, String what) {}

    private static final List<Format> FORMATS = List.of(
            new Format(
                    "version https://git-lfs",
                    "the pointer of Git LFS that stands for the file; fetch the file itself: git lfs pull"),
            new Format("<!doctype", "a web page; the download gave a page in place of the file: check the address"),
            new Format("<html", "a web page; the download gave a page in place of the file: check the address"),
            new Format(
                    "{",
                    "JSON; an index of shards is opened as such where its name ends in .index.json, and a server's"
                            + " error message is no weight file: read it"),
            new Format("GGUF", "GGUF, a format of llama.cpp; the model's page often has safetensors, too"),
            new Format("\u0089HDF", "HDF5 (Keras .h5); convert it to safetensors"),
            new Format("\u0093NUMPY", "a NumPy array; NpyMatrix reads it"),
            new Format("PK\u0003\u0004", "a zip archive; torch.save makes such archives: inside is " + PICKLE),
            new Format("\u001f\u008b", "gzip; decompress it first"),
            new Format("\u0080\u0002", PICKLE),
            new Format("\u0080\u0003", PICKLE),
            new Format("\u0080\u0004", PICKLE),
            new Format("\u0080\u0005", PICKLE));

    private OtherFormats() {}

    /**
     * What a file is that starts with these bytes; empty where it may be safetensors.
     *
     * @param where ends in its name
     */
    static Optional<String> of(String where, byte[] start) {
        if (beginsAsItShould(start)) {
            return Optional.empty();
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        String lower = text.toLowerCase(Locale.ROOT).stripLeading();
        for (Format format : FORMATS) {
            if (text.startsWith(format.start) || lower.startsWith(format.start.toLowerCase(Locale.ROOT))) {
                return Optional.of(format.what);
            }
        }
        String name = where.toLowerCase(Locale.ROOT);
        return name.endsWith(".onnx")
                ? Optional.of("ONNX by its name; its weights are not read here: export them to safetensors")
                : Optional.empty();
    }

    /** Whether it starts with a header's length and the header, however much the length looks like another format. */
    private static boolean beginsAsItShould(byte... start) {
        if (start.length <= SafetensorsHeader.LENGTH_BYTES) {
            return false;
        }
        long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        boolean header = "{ \t\r\n".indexOf(start[SafetensorsHeader.LENGTH_BYTES]) >= 0;
        return header && length > 0 && length <= SafetensorsHeader.MAX_BYTES;
    }
}
