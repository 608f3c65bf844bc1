package org.modeljungle.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.JsonProblem;

/**
 * A model in several files, {@code model-00001-of-00003.safetensors} and so on, with an index that says which tensor is
 * in which.
 */
final class Shards {

    private static final String ENDING = ".safetensors.index.json";
    private static final Pattern SHARD = Pattern.compile("(.+)-\\d{5}-of-\\d{5}\\.safetensors");
    private static final int LONGEST = 100_000_000; // bytes, as a header's
    private static final JsonMapper JSON = new JsonMapper();

    private Shards() {}

    /** The index of the model that a path stands for: the index itself, its folder, or one of its files. */
    static Optional<Path> index(Path path) {
        if (Files.isDirectory(path)) {
            return inFolder(path);
        }
        if (path.toString().endsWith(ENDING)) {
            return Optional.of(path);
        }
        Matcher shard = SHARD.matcher(name(path));
        return shard.matches()
                ? Optional.of(path.resolveSibling(shard.group(1) + ENDING)).filter(Files::isRegularFile)
                : Optional.empty();
    }

    /** Whether a file is one of a model's, and not its first: the first stands for the model. */
    static boolean isLater(Path file) {
        return !name(file).contains("-00001-of-") && index(file).isPresent();
    }

    private static String name(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }

    private static Optional<Path> inFolder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ENDING)).toList();
            return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** The files of an index, in the order named, and of each the tensors that it should have. */
    static List<Path> files(Path index) {
        Set<Path> files = new LinkedHashSet<>();
        for (String file : weightMap(index).values()) {
            if (!isName(file)) {
                throw new WeightFileException(
                        index + ": expected names of files beside it, found '" + Check.excerpt(file) + "'");
            }
            files.add(index.resolveSibling(file));
        }
        return List.copyOf(files);
    }

    private static boolean isName(String file) {
        return !file.isEmpty()
                && !file.contains("/")
                && !file.contains("\\")
                && !file.equals("..")
                && file.chars().noneMatch(Character::isISOControl);
    }

    /**
     * Throws unless each tensor is in the file that the index says.
     *
     * @param parts the files, opened
     */
    static void check(Path index, List<Safetensors> parts) {
        Map<String, String> said = weightMap(index);
        List<String> found = new ArrayList<>();
        for (Safetensors part : parts) {
            for (String name : part.names()) {
                String file = String.valueOf(part.path().getFileName());
                if (!file.equals(said.get(name))) {
                    throw new WeightFileException(index + ": expected tensor '" + name + "' in "
                            + (said.containsKey(name) ? "'" + said.get(name) + "'" : "no file") + ", found it in '"
                            + file
                            + "'; the files are of different savings: download all of them again");
                }
                found.add(name);
            }
        }
        if (found.size() != said.size()) {
            Set<String> missing = new LinkedHashSet<>(said.keySet());
            found.forEach(missing::remove);
            String name = missing.iterator().next();
            throw new WeightFileException(index + ": expected tensor '" + name + "' in '" + said.get(name)
                    + "', found none; the files are of different savings: download all of them again");
        }
    }

    private static Map<String, String> weightMap(Path index) {
        try {
            if (Files.size(index) > LONGEST) {
                throw new WeightFileException(index + ": expected an index of at most " + LONGEST + " bytes");
            }
            JsonNode map = JSON.readTree(Files.readAllBytes(index)).path("weight_map");
            Map<String, String> files = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : map.properties()) {
                files.put(entry.getKey(), entry.getValue().asText());
            }
            if (files.isEmpty()) {
                throw new WeightFileException(
                        index + ": expected an index with a 'weight_map' of tensors to files, found none");
            }
            return files;
        } catch (JsonProcessingException e) {
            throw new WeightFileException(index + ": expected an index in JSON, found " + JsonProblem.of(e));
        } catch (IOException e) {
            throw new UncheckedIOException(index + ": cannot be read", e);
        }
    }
}
