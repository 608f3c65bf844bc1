package org.modeljungle.hub;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeljungle.Check;

/** What an answer that is no success means, and what to do about it. */
final class Problems {

    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
    private static final int LONGEST = 200; // characters of an address's path
    private static final Pattern LIMIT = Pattern.compile(";\\s*r\\s*=\\s*0\\s*;\\s*t\\s*=\\s*(\\d+)");
    private static final String TOKEN = "give a token that may read it: HF_TOKEN, or Hub.withToken(...)";

    private Problems() {}

    static RuntimeException of(Answer answer, Origin origin, boolean token) {
        int status = answer.status();
        if (PASSING.contains(status)) {
            Optional<String> limit = answer.header("RateLimit").flatMap(Problems::reset);
            return Passing.status(
                    status, answer.header("Retry-After").or(() -> limit).flatMap(Problems::wait));
        }
        String code = answer.header("X-Error-Code").orElse("");
        String found = "HTTP " + status + said(answer);
        boolean own = origin.holds(answer.uri());
        if (code.equals("GatedRepo")) {
            return failure(
                    answer,
                    "access",
                    "a gated model",
                    found,
                    "accept its terms on its page at " + origin + ", and " + TOKEN);
        }
        if (code.equals("RevisionNotFound")) {
            return failure(answer, "this revision", "none of its name", found, "check what stands behind the @");
        }
        if (code.equals("EntryNotFound")) {
            return new HubException(
                    text(answer, "this file", "none of its name", found, "files() lists what the model has"),
                    status,
                    HubException.Kind.NO_SUCH_FILE);
        }
        if (code.equals("RepoNotFound") || (status == 401 && own)) {
            String todo = token ? "check the name, and whether the token may read it" : "check the name, or " + TOKEN;
            return failure(answer, "a model", "none of its name, or a private one", found, todo);
        }
        if (status == 403 && own) {
            return failure(answer, "access", "a refusal", found, TOKEN);
        }
        HubException.Kind kind = status == 404 ? HubException.Kind.NO_SUCH_FILE : HubException.Kind.OTHER;
        return new HubException(
                text(answer, "an answer", "a refusal", found, "check the name and the endpoint"), status, kind);
    }

    /** The seconds until more may be asked, as {@code "api";r=0;t=55} says them. */
    static Optional<String> reset(String rateLimit) {
        Matcher parts = LIMIT.matcher(rateLimit);
        return parts.find() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    /** How long a server asks to wait, in seconds or until a date. */
    static Optional<Duration> wait(String retryAfter) {
        String text = retryAfter.strip();
        try {
            if (text.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(Instant.now(), date.toInstant());
            return wait.isNegative() ? Optional.empty() : Optional.of(wait);
        } catch (DateTimeParseException e) {
            return Optional.empty(); // a wish that cannot be read is none: the own wait holds
        }
    }

    /** An address without its query, which may hold a signature. */
    static String place(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath();
        String shown = path.length() <= LONGEST ? path : path.substring(0, LONGEST) + "...";
        return uri.getScheme() + "://" + uri.getHost() + port + shown;
    }

    private static String said(Answer answer) {
        return answer.header("X-Error-Message")
                .map(text -> ": " + Check.excerpt(text.replaceAll("[^\\x20-\\x7e]", "?")))
                .orElse("");
    }

    private static HubException failure(Answer answer, String expected, String found, String status, String todo) {
        return new HubException(text(answer, expected, found, status, todo), answer.status(), HubException.Kind.OTHER);
    }

    private static String text(Answer answer, String expected, String found, String status, String todo) {
        return "%s: expected %s, found %s (%s at %s); %s"
                .formatted(answer.what(), expected, found, status, place(answer.uri()), todo);
    }
}
