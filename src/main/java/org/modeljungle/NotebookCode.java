package org.modeljungle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/**
 * The code of the notebook that this process runs for, so that results can be held against the notebook they stand for.
 * Jupyter's server says which notebook it is, and so does {@code environment/lab} where there is no browser.
 */
final class NotebookCode {

    /** The environment variable that names the notebook's file. */
    static final String VARIABLE = "JPY_SESSION_NAME";

    /** What a run calls it among its inputs. */
    static final String INPUT = "notebook-code";

    private static final JsonMapper JSON = new JsonMapper();

    private NotebookCode() {}

    /** The notebook's code as a run's input, as the notebook was saved last; nothing outside a notebook. */
    static Map<String, String> input(Map<String, String> environment) {
        String name = environment.getOrDefault(VARIABLE, "");
        if (!name.endsWith(".ipynb")) {
            return Map.of();
        }
        try {
            Path notebook = Path.of(name);
            return Files.isRegularFile(notebook) ? Map.of(INPUT, sha256(notebook)) : Map.of();
        } catch (IOException | InvalidPathException e) { // the latter where the locale cannot encode its name
            return Map.of(); // what cannot be read is no known input
        }
    }

    /** The SHA-256 of all code cells in order: of each its text in UTF-8 and a zero byte. */
    static String sha256(Path notebook) throws IOException {
        MessageDigest digest = Digests.sha256();
        for (JsonNode cell : JSON.readTree(Files.readAllBytes(notebook)).path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                digest.update(text(cell.path("source")).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** One text, or lines of which each has its own end. */
    private static String text(JsonNode source) {
        StringBuilder all = new StringBuilder(source.isTextual() ? source.asText() : "");
        source.forEach(line -> all.append(line.asText()));
        return all.toString();
    }
}
