package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachesTest {

    private static final Path HOME = Path.of("home", "ada");

    @Test
    void theUsersWishComesFirst() {
        Map<String, String> wish = Map.of(
                "MODELJUNGLE_CACHE", "big disk/jungles", "XDG_CACHE_HOME", "elsewhere", "LOCALAPPDATA", "elsewhere");
        for (String system : new String[] {"Linux", "Mac OS X", "Windows 11"}) {
            assertThat(folder(wish, system)).isEqualTo(Path.of("big disk", "jungles"));
        }
    }

    @Test
    void linuxHasItsCacheFolder() {
        assertThat(folder(Map.of(), "Linux")).isEqualTo(HOME.resolve(".cache").resolve("modeljungle"));
        assertThat(folder(Map.of("XDG_CACHE_HOME", "fast"), "Linux")).isEqualTo(Path.of("fast", "modeljungle"));
    }

    @Test
    void macHasItsCacheFolder() {
        assertThat(folder(Map.of("XDG_CACHE_HOME", "fast"), "Mac OS X"))
                .isEqualTo(HOME.resolve("Library").resolve("Caches").resolve("modeljungle"));
    }

    @Test
    void windowsHasItsCacheFolder() {
        assertThat(folder(Map.of("LOCALAPPDATA", "local"), "Windows 11")).isEqualTo(Path.of("local", "modeljungle"));
        assertThat(folder(Map.of(), "Windows 11"))
                .isEqualTo(HOME.resolve("AppData").resolve("Local").resolve("modeljungle"));
    }

    @Test
    void blankWishesAreNone() {
        assertThat(folder(Map.of("MODELJUNGLE_CACHE", " ", "XDG_CACHE_HOME", ""), "Linux"))
                .isEqualTo(folder(Map.of(), "Linux"));
    }

    private static Path folder(Map<String, String> environment, String system) {
        return Caches.folder(environment::get, HOME, system);
    }
}
