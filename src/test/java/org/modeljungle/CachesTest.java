package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void theHomeFolderHasItsShortName() {
        assertThat(folder(Map.of("MODELJUNGLE_CACHE", "~/jungles"), "Linux")).isEqualTo(HOME.resolve("jungles"));
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

    @Test
    void aNameThatCannotBeEncodedIsOneClearError() {
        String advice = "; file names are in " + System.getProperty("sun.jnu.encoding")
                + "); start Java in a locale of UTF-8, such as LC_ALL=C.UTF-8, or set MODELJUNGLE_CACHE to a folder whose"
                + " name this locale can encode";
        assertThatThrownBy(() -> folder(Map.of("MODELJUNGLE_CACHE", "a\0b"), "Linux"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "MODELJUNGLE_CACHE: expected a folder for the cache, found 'a\0b', which Java cannot open here"
                                + " (Nul character not allowed" + advice);
        assertThatThrownBy(() -> folder(Map.of("XDG_CACHE_HOME", "a\0b"), "Linux"))
                .hasMessageStartingWith("XDG_CACHE_HOME: expected a folder for the cache, found 'a\0b'");
        assertThatThrownBy(() -> folder(Map.of("LOCALAPPDATA", "a\0b"), "Windows 11"))
                .hasMessageStartingWith("LOCALAPPDATA: expected a folder for the cache, found 'a\0b'");
        assertThatThrownBy(() -> Caches.folder(Map.<String, String>of()::get, "a\0b", "Mac OS X"))
                .hasMessageStartingWith("the home folder: expected a folder for the cache, found 'a\0b'");
    }

    @Test
    void aHomeThatCannotBeSpeltIsNoMatterWhereTheUserWishesElse() {
        Map<String, String> wish = Map.of("MODELJUNGLE_CACHE", "cache");
        assertThat(Caches.folder(wish::get, "a\0b", "Linux")).isEqualTo(Path.of("cache"));
    }

    private static Path folder(Map<String, String> environment, String system) {
        return Caches.folder(environment::get, HOME.toString(), system);
    }
}
