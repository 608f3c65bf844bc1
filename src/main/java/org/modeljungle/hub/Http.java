package org.modeljungle.hub;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.modeljungle.Version;

/**
 * One request and the redirects that it leads through, followed here: the token goes to the hub's own address alone.
 * Bytes are asked for as they are; encoded ones are refused.
 */
final class Http {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final Origin origin;
    private final Optional<String> token;
    private final Patience patience;

    Http(Origin origin, Optional<String> token, Patience patience) {
        this.origin = origin;
        this.token = token;
        this.patience = patience;
    }

    /** Gets something; throws {@link Passing} if it may work at the next attempt, {@link HubException} if not. */
    Answer get(Ask ask, Watch watch) {
        return send("GET", ask, watch);
    }

    /** Asks the hub what something is. A redirect to another host is the answer: nothing is asked there. */
    Answer head(Ask ask, Watch watch) {
        return send("HEAD", ask, watch);
    }

    private Answer send(String method, Ask ask, Watch watch) {
        List<HttpResponse<Body>> own = new ArrayList<>();
        URI uri = ask.uri();
        for (int hops = 0; hops <= Redirects.MOST; hops++) {
            HttpResponse<Body> response = exchange(method, ask.to(uri), watch);
            if (origin.holds(uri)) {
                own.add(response);
            }
            if (!Redirects.is(response.statusCode())) {
                return checked(new Answer(ask, response, own, patience.silence()));
            }
            uri = next(ask, uri, response);
            if (method.equals("HEAD") && !origin.holds(uri)) {
                return new Answer(ask, response, own, patience.silence());
            }
            letGo(response, watch);
        }
        throw new HubException(ask.what() + ": expected at most " + Redirects.MOST
                + " redirects, found more, the last to " + Problems.place(uri) + "; check the endpoint");
    }

    private static URI next(Ask ask, URI uri, HttpResponse<Body> response) {
        try {
            return Redirects.next(ask.what(), uri, response.headers().firstValue("Location"));
        } catch (RuntimeException e) {
            response.body().close();
            throw e;
        }
    }

    /** A short text beside a redirect is read, so that its connection serves the next request. */
    private void letGo(HttpResponse<Body> response, Watch watch) {
        try (Body body = response.body()) {
            if (response.headers().firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE) <= 1 << 12) {
                while (body.next(watch, patience.silence()) != null) {}
            }
        }
    }

    private Answer checked(Answer answer) {
        if (answer.status() / 100 != 2) {
            answer.close();
            throw Problems.of(answer, origin, token.isPresent());
        }
        String encoding = answer.header("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            answer.close();
            throw new HubException(
                    answer.what() + ": expected the bytes as they are, found them encoded as '" + encoding + "' by "
                            + answer.uri().getHost() + "; nothing of them is kept: use another endpoint or proxy");
        }
        return answer;
    }

    private HttpResponse<Body> exchange(String method, Ask ask, Watch watch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(ask.uri())
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "modeljungle/" + Version.current());
        ask.headers().forEach(request::header);
        token.filter(secret -> origin.holds(ask.uri()))
                .ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        CompletableFuture<HttpResponse<Body>> answer = CLIENT.sendAsync(request.build(), info -> new Body());
        boolean arrived = false;
        try {
            HttpResponse<Body> response = await(ask, answer, watch);
            arrived = true;
            return response;
        } finally {
            if (!arrived) {
                answer.cancel(true);
            }
        }
    }

    private HttpResponse<Body> await(Ask ask, CompletableFuture<HttpResponse<Body>> answer, Watch watch) {
        long deadline = System.nanoTime() + patience.silence().toNanos();
        while (true) {
            watch.check();
            try {
                return answer.get(Watch.POLL, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw Passing.silent("no answer from " + Problems.place(ask.uri()) + " for "
                            + patience.silence().toMillis() + " ms");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw failed(ask, e.getCause());
            }
        }
    }

    private static RuntimeException failed(Ask ask, Throwable cause) {
        for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof UnresolvedAddressException || deeper instanceof UnknownHostException) {
                return new HubException(
                        ask.what() + ": expected a host of this name, found none: "
                                + ask.uri().getHost()
                                + "; check the endpoint and the network, or use what is in the cache: Hub.offline()",
                        0,
                        HubException.Kind.UNREACHABLE);
            }
        }
        if (cause instanceof IOException) {
            String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            return Passing.silent("no answer from " + Problems.place(ask.uri()) + " (" + said + ")");
        }
        return cause instanceof RuntimeException own ? own : new IllegalStateException(cause);
    }
}
