package org.modeljungle.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The hub's client and the fake hub as programs, for tests that need other processes: {@code download ENDPOINT CACHE
 * ID}, {@code offline CACHE ID}, {@code layer ENDPOINT FOLDER ID LAYER} print a path; {@code serve FOLDER [MIRROR]}
 * serves the repositories of a folder until its input ends, and keeps their large files in {@code blobs} beside it.
 */
final class HubProgram {

    private HubProgram() {}

    public static void main(String[] args) throws IOException {
        System.out.println("started");
        switch (args[0]) {
            case "download" ->
                System.out.println(Hub.at(args[1])
                        .withCache(Path.of(args[2]))
                        .repo(args[3])
                        .weights());
            case "offline" ->
                System.out.println(Hub.at("http://127.0.0.1:1")
                        .withCache(Path.of(args[1]))
                        .offline()
                        .repo(args[2])
                        .weights());
            case "layer" ->
                System.out.println(Hub.at(args[1])
                        .withLayerCache(Path.of(args[2]))
                        .repo(args[3])
                        .layer(args[4]));
            default -> serve(args);
        }
    }

    private static void serve(String[] args) throws IOException {
        Path root = Path.of(args[1]);
        try (FakeHub hub = new FakeHub()) {
            try (Stream<Path> repos =
                    Files.find(root, 2, (path, is) -> root.relativize(path).getNameCount() == 2)) {
                repos.forEach(repo -> hub.add(root.relativize(repo).toString().replace('\\', '/'), files(repo)));
            }
            if (args.length > 2) {
                hub.mirror = args[2];
                keep(hub, root.resolveSibling("blobs"));
            }
            hub.hook = exchange -> {
                if (!exchange.getRequestURI().getPath().equals("/log")) {
                    return false;
                }
                try {
                    byte[] log = String.join("\n", hub.log).getBytes(StandardCharsets.UTF_8);
                    hub.log.clear();
                    exchange.sendResponseHeaders(200, log.length);
                    exchange.getResponseBody().write(log);
                    return true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            System.out.println(hub.endpoint());
            while (System.in.read() >= 0) {}
        }
    }

    private static void keep(FakeHub hub, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (FakeRepo repo : hub.repos.values()) {
            for (Map<String, byte[]> files : repo.commits.values()) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    if (FakeRepo.isLarge(file.getKey())) {
                        Files.write(folder.resolve(FakeRepo.etag(file.getKey(), file.getValue())), file.getValue());
                    }
                }
            }
        }
    }

    private static Map<String, byte[]> files(Path repo) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(repo)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(repo.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
