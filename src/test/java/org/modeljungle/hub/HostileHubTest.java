package org.modeljungle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.modeljungle.hub.RawServer.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that do not do as they should: nothing wrong is kept, each failure is one error, what was there stays. */
class HostileHubTest extends HubCase {

    private static final String OK = "HTTP/1.1 200 OK";
    private static final String FILE = "hub: someone/model: model.safetensors: ";

    private byte[] good;
    private Path before;
    private RawServer server;
    private String ownMirror;
    private Patience patience = PATIENT;

    /** A good copy of another model is in the cache. */
    @BeforeEach
    void keepSomething() {
        good = weights(1);
        ownMirror = fake.mirror;
        addModel("someone/model", 1);
        addModel("someone/other", 2);
        before = hub().repo("someone/other").weights();
    }

    @AfterEach
    void nothingElseIsThere() throws IOException {
        if (server != null) {
            server.close();
        }
        assertThat(before).hasBinaryContent(weights(2));
        assertThat(hub().offline().repo("someone/other").weights()).isEqualTo(before);
    }

    /** Large files come from a server that answers so; the download fails with this text, and leaves nothing behind. */
    private void refused(RawServer.Script script, String... message) throws IOException {
        mirror(script);
        assertNothingKept(
                () -> hub().withPatience(patience).repo("someone/model").weights(), message);
        assertThat(server.log)
                .noneMatch(head -> head.toLowerCase(java.util.Locale.ROOT).contains("authorization"));
    }

    private void mirror(RawServer.Script script) throws IOException {
        server = new RawServer(script);
        fake.mirror = server.address();
    }

    private void assertNothingKept(ThrowingCallable call, String... message) throws IOException {
        var failure = assertThatThrownBy(call).isInstanceOf(HubException.class);
        for (String part : message) {
            failure.hasMessageContaining(part);
        }
        Path model = cache().resolve("models--someone--model");
        assertThat(model.resolve("snapshots"))
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(plainFiles(path)).isEmpty());
        assertThat(model.resolve("blobs").resolve(FakeRepo.hex("SHA-256", good)))
                .doesNotExist();
        fake.mirror = ownMirror;
        assertThat(hub().repo("someone/model").weights()).hasBinaryContent(good);
    }

    @Test
    void otherBytesOfTheRightLength() throws IOException {
        byte[] wrong = good.clone();
        wrong[wrong.length - 1]++;
        refused(
                (request, count, out) -> send(out, wrong, OK, "Content-Length: " + wrong.length),
                FILE + "expected bytes of SHA-256 " + FakeRepo.hex("SHA-256", good) + ", found "
                        + FakeRepo.hex("SHA-256", wrong) + "; nothing of it is kept: download it again");
    }

    @Test
    void aLengthThatIsNotTheFiles() throws IOException {
        refused(
                (request, count, out) -> send(out, new byte[7], OK, "Content-Length: 7"),
                FILE + "expected " + good.length + " bytes, found 7 at http://127.0.0.1:",
                "; nothing of them is kept: check the endpoint");
    }

    @Test
    void moreBytesThanThereAre() throws IOException {
        refused(
                (request, count, out) -> send(out, Arrays.copyOf(good, good.length + 9), OK, "Connection: close"),
                FILE + "expected " + good.length + " bytes, found more at http://127.0.0.1:",
                "; nothing of them is kept: check the endpoint");
    }

    @Test
    void theWrongRange() throws IOException {
        refused(
                (request, count, out) -> {
                    if (count == 0) {
                        send(out, Arrays.copyOf(good, 5000), OK, "Content-Length: " + good.length);
                    } else {
                        int rest = good.length - 4000;
                        send(
                                out,
                                new byte[rest],
                                "HTTP/1.1 206 Partial",
                                "Content-Length: " + rest,
                                "Content-Range: bytes 4000-" + (good.length - 1) + "/" + good.length);
                    }
                },
                FILE + "expected bytes 5000 to " + (good.length - 1) + " of " + good.length + ", found 4000 to ",
                " (HTTP 206 at http://127.0.0.1:",
                "; nothing of it is kept: check the endpoint");
    }

    @Test
    void aRangeThatContradictsItself() throws IOException {
        refused(
                (request, count, out) -> send(
                        out,
                        good,
                        "HTTP/1.1 206 Partial",
                        "Content-Length: " + good.length,
                        "Content-Range: bytes 9-3/" + good.length),
                FILE + "expected a part of the file, found 'bytes 9-3/" + good.length + "' (HTTP 206 at ");
    }

    @Test
    void aBodyCutAgainAndAgain() throws IOException {
        refused(
                (request, count, out) -> {
                    int from = RawServer.from(request);
                    byte[] part = Arrays.copyOfRange(good, from, from + 100);
                    send(
                            out,
                            part,
                            "HTTP/1.1 " + (from == 0 ? "200 OK" : "206 Partial"),
                            "Content-Length: " + (good.length - from),
                            "Content-Range: bytes " + from + "-" + (good.length - 1) + "/" + good.length);
                },
                FILE + "expected an answer, found the connection cut (",
                " after 300 of " + good.length
                        + " bytes (3 attempts); run the same call again later: what was fetched is" + " kept");
    }

    @Test
    void aServerThatSaysNothing() throws IOException {
        patience = IMPATIENT;
        refused(
                (request, count, out) -> Thread.sleep(60_000),
                FILE + "expected an answer, found no answer from http://127.0.0.1:",
                " for 700 ms (3 attempts)");
    }

    @Test
    void aBodyThatStalls() throws IOException {
        patience = IMPATIENT;
        refused(
                (request, count, out) -> {
                    send(out, new byte[0], OK, "Content-Length: " + good.length);
                    Thread.sleep(60_000);
                },
                FILE + "expected an answer, found nothing for 700 ms after 0 of " + good.length
                        + " bytes (3 attempts)");
    }

    @Test
    void aBodyThatDrips() throws IOException {
        patience = IMPATIENT;
        refused(
                (request, count, out) -> {
                    send(out, new byte[0], OK, "Content-Length: " + good.length);
                    for (int i = 0; i < 100; i++) {
                        out.write(1);
                        out.flush();
                        Thread.sleep(100);
                    }
                },
                FILE + "expected an answer, found only ",
                " bytes in ",
                " ms after ",
                " (3 attempts)");
    }

    @Test
    void aRedirectToAFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        refused(
                (request, count, out) -> send(out, new byte[0], "HTTP/1.1 302 Found", "Location: " + secret.toUri()),
                FILE + "expected a redirect to http or https, found 'file:///",
                "from 127.0.0.1; it is not followed: check the endpoint");
    }

    @Test
    void aRedirectWithoutAnAddress() throws IOException {
        refused(
                (request, count, out) -> send(out, new byte[0], "HTTP/1.1 302 Found", "Content-Length: 0"),
                FILE + "expected a redirect to an address, found '' from 127.0.0.1");
    }

    @Test
    void aRedirectInACircle() throws IOException {
        refused(
                (request, count, out) ->
                        send(out, new byte[0], "HTTP/1.1 302 Found", "Location: /again", "Content-Length: 0"),
                FILE + "expected at most 5 redirects, found more, the last to http://127.0.0.1:",
                "/again; check the endpoint");
        assertThat(server.log).hasSize(5);
    }

    @Test
    void aRedirectToAnotherHostIsFollowedWithoutTheToken() throws IOException {
        fake.token = "hf_secret";
        mirror((request, count, out) -> send(out, good, OK, "Content-Length: " + good.length));
        Path file = hub().withToken("hf_secret").repo("someone/model").weights();
        assertThat(file).hasBinaryContent(good);
        assertThat(server.log).hasSize(1).noneMatch(head -> head.contains("hf_secret"));
    }

    @Test
    void aBombOfGzip() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[10_000_000]);
        }
        refused(
                (request, count, out) ->
                        send(out, bomb.toByteArray(), OK, "Content-Encoding: gzip", "Content-Length: " + bomb.size()),
                FILE
                        + "expected the bytes as they are, found them encoded as 'gzip' by 127.0.0.1; nothing of them is kept:"
                        + " use another endpoint or proxy");
        assertThat(server.log.get(0)).containsIgnoringCase("accept-encoding: identity");
    }

    @Test
    void headersWithoutEnd() throws IOException {
        refused(
                (request, count, out) -> endless(out, "HTTP/1.1 200 OK\r\n", "X-Header: and another one\r\n"),
                FILE + "expected an answer, found no answer from http://127.0.0.1:");
    }

    private static void endless(OutputStream out, String start, String more) throws IOException {
        out.write(start.getBytes(StandardCharsets.US_ASCII));
        byte[] block = more.repeat(1000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100_000; i++) {
            out.write(block);
        }
    }

    @Test
    void jsonWithoutEnd() throws IOException {
        server = new RawServer((request, count, out) -> endless(out, "HTTP/1.1 200 OK\r\n\r\n[", "{},"));
        String endpoint = server.address().replace("/blobs/", "");
        Hub hub = Hub.at(endpoint).withCache(cache()).withPatience(PATIENT);
        assertThatThrownBy(() -> hub.repo("someone/model").commit())
                .hasMessage("hub: someone/model: expected at most 33554432 bytes, found more at " + endpoint
                        + "/api/models/someone/model/revision/main; nothing of them is kept");
    }

    @Test
    void aPageInPlaceOfJson() {
        hook("<!DOCTYPE html><html><body>Log in to the hotel's network</body></html>");
        assertThatThrownBy(() -> hub().repo("someone/model").commit())
                .hasMessage("hub: someone/model: expected JSON from " + fake.endpoint()
                        + ", found '<!DOCTYPE html><html><body>Log"
                        + " in to the hotel's network</bo... (70 characters)'; check the endpoint");
        hook("{\"sha\": \"../../etc\"}");
        assertThatThrownBy(() -> hub().repo("someone/model").commit())
                .hasMessage("hub: someone/model: expected a commit from " + fake.endpoint()
                        + ", found '../../etc'; check the" + " endpoint");
    }

    private void hook(String json) {
        fake.hook = exchange -> {
            try {
                fake.json(exchange, json);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Test
    void namesThatLeadOutOfTheFolder() {
        String commit = "a".repeat(40);
        for (String path : new String[] {"../x", "/etc/passwd", "a/../../x", "a\\b", "C:/x", "a//b", ""}) {
            hook("[{\"type\":\"file\",\"path\":\"" + path.replace("\\", "\\\\") + "\",\"size\":1,\"oid\":\"b\"}]");
            assertThatThrownBy(() -> hub().repo("someone/model@" + commit).files())
                    .as(path)
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("expected the path of a file");
        }
        hook("[{\"type\":\"file\",\"path\":\"a\",\"size\":1,\"oid\":\"../../x\"}]");
        assertThatThrownBy(() -> hub().repo("someone/model@" + commit).files())
                .hasMessageContaining("expected a size, an entity tag and a commit, found 1, '../../x'");
    }

    @Test
    void aNextPageElsewhereAndPagesWithoutEnd() {
        fake.hook = exchange -> {
            exchange.getResponseHeaders().set("Link", "<http://127.0.0.1:1/steal>; rel=\"next\"");
            return false;
        };
        assertThatThrownBy(() -> hub().repo("someone/model").files())
                .hasMessage("hub: someone/model: expected the listing's next page at " + fake.endpoint()
                        + ", found http://127.0.0.1:1/steal; it is not followed: check the endpoint");
        fake.hook = exchange -> {
            exchange.getResponseHeaders().set("Link", "<" + exchange.getRequestURI() + ">; rel=\"next\"");
            return false;
        };
        assertThatThrownBy(() -> hub().repo("someone/model").files())
                .hasMessage("hub: someone/model: expected a listing of at most 1000 pages, found more at "
                        + fake.endpoint() + "; check the endpoint");
    }

    @Test
    void aStormOf429And503Passes() {
        AtomicInteger asked = new AtomicInteger();
        fake.hook = exchange -> {
            int number = asked.incrementAndGet();
            if (number % 3 == 0) {
                return false;
            }
            exchange.getResponseHeaders().set("Retry-After", "0");
            return status(exchange, number % 3 == 1 ? 429 : 503);
        };
        assertThat(hub().repo("someone/model").weights()).hasBinaryContent(good);
    }

    @Test
    void aStormThatDoesNotPass() {
        AtomicInteger asked = new AtomicInteger();
        fake.hook = exchange -> {
            asked.incrementAndGet();
            return status(exchange, 503);
        };
        assertThatThrownBy(() -> hub().repo("someone/model").weights())
                .hasMessage(
                        "hub: someone/model: expected an answer, found HTTP 503 (3 attempts); run the same call again later:"
                                + " what was fetched is kept");
        assertThat(asked).hasValue(3);
    }

    @Test
    void aWishToWaitIsHonouredWithinBounds() {
        AtomicInteger asked = new AtomicInteger();
        fake.hook = exchange -> {
            exchange.getResponseHeaders().set("Retry-After", asked.get() == 0 ? "1" : "3600");
            return asked.getAndIncrement() != 1 && status(exchange, 429);
        };
        long start = System.nanoTime();
        hub().repo("someone/model").commit();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000L);
        assertThatThrownBy(() -> hub().repo("someone/model").commit())
                .hasMessage(
                        "hub: someone/model: expected an answer, found HTTP 429 and the wish to wait 3600 s, longer than the"
                                + " 2 s that are waited; run the same call again later: what was fetched is kept");
    }

    private static boolean status(com.sun.net.httpserver.HttpExchange exchange, int status) {
        try {
            exchange.sendResponseHeaders(status, -1);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anotherFileInTheMiddleOfATransfer() throws IOException {
        byte[] other = weights(3);
        mirror((request, count, out) -> {
            int from = RawServer.from(request);
            byte[] all = count == 0 ? other : good;
            byte[] rest = Arrays.copyOfRange(all, from, count == 0 ? 9000 : all.length);
            send(
                    out,
                    rest,
                    from == 0 ? OK : "HTTP/1.1 206 Partial",
                    "Content-Length: " + (good.length - from),
                    "Content-Range: bytes " + from + "-" + (good.length - 1) + "/" + good.length,
                    "ETag: \"" + (count == 0 ? "old" : "new") + "\"");
        });
        assertThat(hub().repo("someone/model").weights()).hasBinaryContent(good);
        assertThat(server.log).hasSize(3);
        assertThat(server.log.get(1)).containsIgnoringCase("if-range: \"old\"");
        assertThat(server.log.get(2)).doesNotContainIgnoringCase("range: bytes");
    }

    @Test
    void aHubThatChangesItsMind() {
        fake.hook = exchange -> {
            if (exchange.getRequestURI().getPath().contains("/resolve/")) {
                exchange.getResponseHeaders().set("X-Repo-Commit", "b".repeat(40));
                exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + "c".repeat(64) + "\"");
                return status(exchange, 200);
            }
            return false;
        };
        String commit = fake.repos.get("someone/model").resolved("main");
        assertThatThrownBy(() -> hub().repo("someone/model").weights())
                .hasMessage(FILE + "expected the file of commit " + commit + ", found that of " + "b".repeat(40)
                        + "; check the endpoint");
        fake.hook = exchange -> false;
        assertThat(hub().repo("someone/model").weights()).hasBinaryContent(good);
    }

    @Test
    void aLayerOfAnotherCommitThanWasAskedForIsRefused() {
        String commit = fake.repos.get("someone/model").resolved("main");
        addModel("someone/model", 7);
        fake.hook = exchange -> {
            if (exchange.getRequestURI().getPath().contains(commit)) {
                exchange.getResponseHeaders()
                        .set("Location", exchange.getRequestURI().getPath().replace(commit, "main"));
                return status(exchange, 307);
            }
            return false;
        };
        assertThatThrownBy(() -> hub().repo("someone/model@" + commit).layer(LAYER))
                .hasMessageStartingWith("hub: someone/model@" + commit
                        + ": model.safetensors: expected the file of commit " + commit + ", found that of ");
    }

    @Test
    void partsOfTwoFilesAreNoLayer() throws IOException {
        byte[] large = Arrays.copyOf(good, good.length);
        mirror((request, count, out) -> {
            int from = RawServer.from(request);
            int to =
                    Math.min(large.length - 1, Integer.parseInt(request.replaceAll("(?s).*bytes=\\d+-(\\d+).*", "$1")));
            send(
                    out,
                    Arrays.copyOfRange(large, from, to + 1),
                    "HTTP/1.1 206 Partial",
                    "Content-Length: " + (to - from + 1),
                    "Content-Range: bytes " + from + "-" + to + "/" + large.length,
                    "ETag: \"" + count + "\"");
        });
        String last = LAYER.replace(".1.", ".3.");
        assertThatThrownBy(() -> hub().repo("someone/model").layer(last))
                .hasMessageStartingWith(
                        FILE + "expected parts of one file, found that it changed meanwhile at http://127.0.0.1:")
                .hasMessageEndingWith("; nothing of it is kept: fetch it again");
        assertThat(folder.resolve("layers")).doesNotExist();
    }

    @Test
    void aServerWithoutRangesGivesNoLayer() throws IOException {
        mirror((request, count, out) -> send(out, good, OK, "Content-Length: " + good.length));
        assertThatThrownBy(() -> hub().repo("someone/model").layer(LAYER))
                .hasMessageStartingWith(
                        FILE + "expected a part of the file, found no word of which (HTTP 200 at http://127.0.0.1:");
    }

    @Test
    void nobodyAtTheAddress() {
        Hub nobody = Hub.at("http://127.0.0.1:1").withCache(cache()).withPatience(PATIENT);
        assertThatThrownBy(() -> nobody.repo("someone/model").weights())
                .hasMessageStartingWith(
                        "hub: someone/model: expected an answer, found no answer from http://127.0.0.1:1/api/")
                .hasMessageContaining("(3 attempts)");
        assertThatThrownBy(() -> nobody.download(
                        IntStream.range(0, 500).mapToObj(i -> "someone/m" + i).toList()))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("found no answer from http://127.0.0.1:1/api/");
        Hub unknown = Hub.at("https://no-such-host.invalid").withCache(cache()).withPatience(PATIENT);
        assertThatThrownBy(() -> unknown.repo("someone/model").weights())
                .hasMessage(
                        "hub: someone/model: expected a host of this name, found none: no-such-host.invalid; check the endpoint"
                                + " and the network, or use what is in the cache: Hub.offline()");
    }
}
