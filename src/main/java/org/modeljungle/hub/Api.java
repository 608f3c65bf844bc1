package org.modeljungle.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.modeljungle.Check;

/** What a hub says of its models: which commit a revision is, which files it has, which models there are. */
final class Api {

    /** The longest answer that is read, in bytes. */
    static final int LONGEST = 32 << 20;

    /** The most pages of a listing, of a thousand entries each on the public hub. */
    static final int MOST_PAGES = 1000;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");

    private final Origin origin;
    private final Http http;
    private final Patience patience;

    Api(Origin origin, Http http, Patience patience) {
        this.origin = origin;
        this.http = http;
        this.patience = patience;
    }

    /** The commit of a revision. */
    String commit(HubId id, Watch watch) {
        JsonNode model = json(Ask.of(what(id), api(id, "revision")), watch, page -> {});
        String commit = model.path("sha").asText();
        expect(HubId.isCommit(commit), what(id), "a commit", commit);
        return commit;
    }

    /** All files of a commit. */
    List<HubFile> files(HubId id, String commit, Watch watch) {
        HubId pinned = new HubId(id.repo(), commit, Optional.empty());
        List<HubFile> files = new ArrayList<>();
        for (JsonNode entry : listing(what(id), api(pinned, "tree") + "?recursive=true", watch)) {
            if (entry.path("type").asText().equals("file")) {
                JsonNode lfs = entry.path("lfs");
                JsonNode said = lfs.isObject() ? lfs : entry;
                files.add(described(
                        what(id),
                        entry.path("path").asText(),
                        said.path("size").asLong(-1),
                        said.path("oid").asText(),
                        commit));
            }
        }
        return List.copyOf(files);
    }

    /** One file of a commit. */
    HubFile file(HubId id, String commit, String path, Watch watch) {
        String what = what(id, path);
        Ask ask = Ask.of(what, resolve(id.repo(), commit, path));
        return Retry.run(what, patience, watch, () -> {
            try (Answer answer = http.head(ask, watch)) {
                return file(answer, commit, path);
            }
        });
    }

    private HubFile file(Answer answer, String commit, String path) {
        boolean redirect = Redirects.is(answer.status());
        OptionalLong own = redirect ? OptionalLong.empty() : answer.length();
        String size = answer.hub(FileHeaders.LINKED_SIZE).orElse(own.isPresent() ? "" + own.getAsLong() : "");
        String etag = answer.hub(FileHeaders.LINKED_ETAG)
                .or(() -> answer.hub(FileHeaders.ETAG))
                .orElse("");
        checkCommit(answer, commit);
        expect(size.matches("\\d{1,18}"), answer.what(), "its size", size);
        return described(answer.what(), path, Long.parseLong(size), FileHeaders.plain(etag), commit);
    }

    /** What a hub says is checked like what anyone else says. */
    private HubFile described(String what, String path, long size, String etag, String commit) {
        try {
            return new HubFile(path, size, etag, commit);
        } catch (IllegalArgumentException e) {
            throw new HubException(what + ": expected a file's description from " + origin + ", found a wrong one ("
                    + e.getMessage() + ")");
        }
    }

    void expect(boolean condition, String what, String expected, String found) {
        if (!condition) {
            throw new HubException(what + ": expected " + expected + " from " + origin + ", found '"
                    + Check.excerpt(found) + "'; check the endpoint");
        }
    }

    /** @throws HubException if the hub says that a file is of another commit than was asked for */
    static void checkCommit(Answer answer, String commit) {
        checkCommit(answer.what(), commit, answer.hub(FileHeaders.COMMIT).orElse(commit));
    }

    /** @throws HubException if a commit is another than was asked for */
    static void checkCommit(String what, String commit, String said) {
        if (!said.equals(commit)) {
            throw new HubException(what + ": expected the file of commit " + commit + ", found that of "
                    + Check.excerpt(said) + "; check the endpoint");
        }
    }

    /** Models by their owner and a part of their names. */
    List<String> models(String author, String search, Watch watch) {
        String query = "?author=" + encoded(author) + "&search=" + encoded(search) + "&limit=1000";
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : listing("models of " + author, origin + "/api/models" + query, watch)) {
            ids.add(HubId.of(entry.path("id").asText()).repo());
        }
        return List.copyOf(ids);
    }

    private List<JsonNode> listing(String what, String first, Watch watch) {
        List<JsonNode> entries = new ArrayList<>();
        Optional<URI> next = Optional.of(URI.create(first));
        for (int page = 0; next.isPresent(); page++) {
            if (page == MOST_PAGES) {
                throw new HubException(what + ": expected a listing of at most " + MOST_PAGES + " pages, found more at "
                        + origin + "; check the endpoint");
            }
            List<Answer> seen = new ArrayList<>();
            JsonNode list = json(Ask.of(what, next.get()), watch, seen::add);
            expect(list.isArray(), what, "a listing", list.toString());
            list.forEach(entries::add);
            next = next(what, seen.get(0));
        }
        return entries;
    }

    private Optional<URI> next(String what, Answer page) {
        Matcher link = NEXT.matcher(page.header("Link").orElse(""));
        if (!link.find()) {
            return Optional.empty();
        }
        URI next = Redirects.next(what, page.uri(), Optional.of(link.group(1)));
        if (!origin.holds(next)) {
            throw new HubException(what + ": expected the listing's next page at " + origin + ", found "
                    + Problems.place(next) + "; it is not followed: check the endpoint");
        }
        return Optional.of(next);
    }

    /** The answer to a request, which is to be JSON. */
    JsonNode json(Ask ask, Watch watch, Consumer<Answer> seen) {
        return Retry.run(ask.what(), patience, watch, () -> {
            try (Answer answer = http.get(ask, watch)) {
                JsonNode tree = parsed(ask.what(), answer.bytes(LONGEST, watch));
                seen.accept(answer);
                return tree;
            }
        });
    }

    private JsonNode parsed(String what, byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new HubException(what + ": expected JSON from " + origin + ", found '"
                    + Check.excerpt(new String(bytes, StandardCharsets.UTF_8).strip()) + "'; check the endpoint");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // only bytes in memory are read
        }
    }

    /** Where a file of a revision is. */
    URI resolve(String repo, String revision, String path) {
        return URI.create(origin + "/" + repo + "/resolve/" + encoded(revision) + "/" + path(path));
    }

    private URI api(HubId id, String kind) {
        return URI.create(origin + "/api/models/" + id.repo() + "/" + kind + "/" + encoded(id.revision()));
    }

    String what(HubId id) {
        return "hub: " + new HubId(id.repo(), id.revision(), Optional.empty());
    }

    String what(HubId id, String path) {
        return what(id) + ": " + path;
    }

    private static String path(String path) {
        return Arrays.stream(path.split("/", -1)).map(Api::encoded).collect(Collectors.joining("/"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
