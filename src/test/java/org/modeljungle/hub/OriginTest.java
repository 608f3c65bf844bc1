package org.modeljungle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where requests go, with which token, and what the environment says. */
class OriginTest {

    @TempDir
    Path home;

    @Test
    void aTokenGoesToOneSchemeHostAndPort() {
        Origin origin = Origin.of("https://hub.example/");
        assertThat(origin.holds(URI.create("https://HUB.example:443/x"))).isTrue();
        for (String other : new String[] {
            "http://hub.example/x", "https://hub.example:444/", "https://cdn.hub.example/", "https://hub.example.org/"
        }) {
            assertThat(origin.holds(URI.create(other))).as(other).isFalse();
        }
        assertThat(Origin.of("https://hub.example:443").holds(URI.create("https://hub.example/")))
                .isTrue();
    }

    @Test
    void aTokenIsNotSentInTheClear() {
        assertThatThrownBy(() -> Hub.at("http://mirror.example").withToken("hf_x"))
                .hasMessage(
                        "hub: expected an endpoint of https for a token, found http://mirror.example; give one of https,"
                                + " or no token: unset HF_TOKEN, or use Hub.at");
        assertThatThrownBy(() -> Hub.at("https://hub.example").withToken("hf x"))
                .hasMessage("hub: expected a token of letters, digits and signs, found one with spaces or others; check"
                        + " HF_TOKEN");
        assertThat(Hub.at("http://localhost:8080").withToken("hf_x").toString()).contains("with a token");
    }

    @Test
    void anEndpointIsAnAddress() {
        for (String wrong :
                new String[] {"hub.example", "file:///etc", "https://user:word@hub.example", "", "https://"}) {
            assertThatThrownBy(() -> Hub.at(wrong))
                    .as(wrong)
                    .hasMessage("hub: expected an endpoint such as https://host, found '" + wrong
                            + "'; check HF_ENDPOINT, or the address given to Hub.at");
        }
    }

    @Test
    void aRedirectNeverLeavesHttps() {
        URI from = URI.create("https://hub.example/a/b");
        assertThat(Redirects.next("x", from, Optional.of("../c?d"))).hasToString("https://hub.example/c?d");
        assertThat(Redirects.next("x", from, Optional.of("https://cdn.example/c")))
                .hasHost("cdn.example");
        assertThatThrownBy(() -> Redirects.next("x", from, Optional.of("http://hub.example/c")))
                .hasMessage(
                        "x: expected a redirect to https, found http, which anyone on the way can change, to hub.example"
                                + " from hub.example; it is not followed: check the endpoint");
        for (String wrong :
                new String[] {"file:///etc/passwd", "ftp://hub.example/", "https://a:b@hub.example/", "jar:x"}) {
            assertThatThrownBy(() -> Redirects.next("x", from, Optional.of(wrong)))
                    .as(wrong)
                    .hasMessageStartingWith("x: expected a redirect to http or https, found '" + wrong);
        }
    }

    @Test
    void theEnvironmentSaysWhereAndHow() throws IOException {
        HubEnvironment plain = environment(Map.of());
        assertThat(plain.endpoint()).isEqualTo("https://huggingface.co");
        assertThat(plain.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(plain.token()).isEmpty();
        assertThat(plain.offline()).isFalse();
        Files.createDirectories(home.resolve("hf"));
        Files.writeString(home.resolve("hf/token"), "hf_file\n");

        HubEnvironment set = environment(
                Map.of("HF_HOME", "~/hf", "HF_ENDPOINT", "https://mirror.example/", "HF_HUB_OFFLINE", "True"));
        assertThat(set.token()).contains("hf_file");
        assertThat(set.cache()).isEqualTo(home.resolve("hf/hub"));
        assertThat(set.offline()).isTrue();
        assertThat(Hub.of(set).toString())
                .isEqualTo("hub https://mirror.example with a token, offline, cache " + home.resolve("hf/hub"));

        assertThat(environment(Map.of("HF_TOKEN", "hf_own", "HF_HOME", "~/hf")).token())
                .contains("hf_own");
        assertThat(environment(Map.of("HF_HUB_CACHE", "/data/hub")).cache()).isEqualTo(Path.of("/data/hub"));
        assertThat(environment(Map.of("XDG_CACHE_HOME", "/data")).cache()).isEqualTo(Path.of("/data/huggingface/hub"));
        assertThat(environment(Map.of("HF_HUB_OFFLINE", "0")).offline()).isFalse();
    }

    private HubEnvironment environment(Map<String, String> variables) {
        return new HubEnvironment(variables::get, home);
    }

    @Test
    void anIdIsReadOrRefused() {
        assertThat(HubId.of("someone/model@refs/pr/1:a/b.safetensors"))
                .isEqualTo(new HubId("someone/model", "refs/pr/1", Optional.of("a/b.safetensors")));
        assertThat(HubId.of("gpt")).hasToString("gpt").isEqualTo(new HubId("gpt", "main", Optional.empty()));
        for (String wrong :
                new String[] {"", "a/b/c", "../x", "a/..", "a--b/c", "a b", "/a", "a/", "a/b@../x", "a/b:../x"}) {
            assertThatThrownBy(() -> HubId.of(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("hub: ")
                    .hasMessageContaining("expected ");
        }
    }

    @Test
    void waitsGrowAndWishesAreRead() {
        Patience patience = new Patience(Duration.ofSeconds(1), 9, Duration.ofSeconds(1), Duration.ofSeconds(10));
        assertThat(patience.afterFailed(1)).hasSeconds(1);
        assertThat(patience.afterFailed(3)).hasSeconds(4);
        assertThat(patience.afterFailed(60)).hasSeconds(10);
        assertThat(Problems.wait("7")).contains(Duration.ofSeconds(7));
        assertThat(Problems.wait("soon")).isEmpty();
        assertThat(Problems.reset("\"resolvers\";r=0;t=55")).contains("55");
        assertThat(Problems.reset("\"resolvers\";r=3;t=55")).isEmpty();
        assertThat(Problems.wait("Wed, 01 Jan 2020 00:00:00 GMT")).isEmpty();
        assertThat(Problems.wait("Thu, 01 Jan 2099 00:00:00 GMT").orElseThrow()).isGreaterThan(Duration.ofDays(365));
        assertThatThrownBy(() -> new Patience(Duration.ZERO, 1, Duration.ZERO, Duration.ZERO))
                .hasMessageStartingWith("patience: expected a silence above 0");
    }
}
