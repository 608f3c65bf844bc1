package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTest {

    @TempDir
    private Path folder;

    private String commit;

    @BeforeEach
    void commit() throws IOException {
        Files.createDirectories(folder.resolve("notebooks/results"));
        for (String name : List.of("Code.java", "notebooks/a.ipynb", "notebooks/results/a.json")) {
            Files.writeString(folder.resolve(name), "first");
        }
        git("init", "-q");
        git("add", ".");
        git("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "first");
        commit = git("rev-parse", "HEAD");
    }

    @Test
    void isThatOfACleanCheckout() {
        assertThat(commit).hasSize(40);
        assertThat(GitCommit.of(folder)).isEqualTo(commit);
        assertThat(GitCommit.of(folder.resolve("notebooks"))).isEqualTo(commit);
    }

    /** Several notebooks run one after the other from one commit. */
    @Test
    void whatARunWritesDoesNotMakeItDirty() throws IOException {
        Files.writeString(folder.resolve("notebooks/a.ipynb"), "second");
        Files.writeString(folder.resolve("notebooks/results/a.json"), "second");
        assertThat(GitCommit.of(folder.resolve("notebooks"))).isEqualTo(commit);
    }

    @Test
    void changedCodeMakesItDirty() throws IOException {
        Files.writeString(folder.resolve("Code.java"), "second");
        assertThat(GitCommit.of(folder)).isEqualTo(commit + "-dirty");
        assertThat(GitCommit.of(folder.resolve("notebooks"))).isEqualTo(commit + "-dirty");
    }

    @Test
    void codeThatIsNotCommittedMakesItDirty() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThat(GitCommit.of(folder)).isEqualTo(commit);
        Files.createDirectories(folder.resolve("src/main/java"));
        Files.writeString(folder.resolve("src/main/java/New.java"), "class New {}");
        assertThat(GitCommit.of(folder)).isEqualTo(commit + "-dirty");
        assertThat(GitCommit.of(folder.resolve("notebooks"))).isEqualTo(commit + "-dirty");
    }

    @Test
    void whatGitCannotTellIsNotClean() throws IOException {
        Files.writeString(folder.resolve(".git/index"), "damaged");
        assertThat(GitCommit.of(folder)).isEqualTo(commit + "-dirty");
    }

    @Test
    void isUnknownOutsideACheckout(@TempDir Path elsewhere) {
        assertThat(GitCommit.of(elsewhere)).isEqualTo("unknown");
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        return Command.output(command.toArray(String[]::new)).orElseThrow();
    }
}
