package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHeadTest {
    private static final String SHA = "8b7f3799a7c3e4c0a1b2c3d4e5f60718293a4b5c";

    @TempDir
    Path directory;

    private Path work;

    @BeforeEach
    void makeDirectories() throws IOException {
        work = Files.createDirectories(directory.resolve("work/module"));
        // The machine's temporary directory may itself be in a work tree.
        write(".git/HEAD", "nothing");
    }

    @Test
    void readsADetachedHeadFromAModule() throws IOException {
        write("work/.git/HEAD", SHA + "\n");
        assertThat(GitHead.sha(work)).isEqualTo(SHA);
    }

    @Test
    void followsABranch() throws IOException {
        write("work/.git/HEAD", "ref: refs/heads/feature/x\n");
        write("work/.git/refs/heads/feature/x", SHA + "\n");
        assertThat(GitHead.sha(work)).isEqualTo(SHA);
    }

    @Test
    void findsABranchAmongThePackedOnes() throws IOException {
        write("work/.git/HEAD", "ref: refs/heads/main\n");
        write(
                "work/.git/packed-refs",
                "# pack-refs with: peeled fully-peeled sorted\n" + "0".repeat(40) + " refs/heads/mainline\n" + SHA
                        + " refs/heads/main\n^" + "1".repeat(40) + "\n");
        assertThat(GitHead.sha(work)).isEqualTo(SHA);
    }

    @Test
    void readsALinkedWorkTree() throws IOException {
        write("work/.git", "gitdir: ../repo/.git/worktrees/w\n");
        write("repo/.git/worktrees/w/HEAD", "ref: refs/heads/main\n");
        write("repo/.git/worktrees/w/commondir", "../..\n");
        write("repo/.git/refs/heads/main", SHA + "\n");
        assertThat(GitHead.sha(work)).isEqualTo(SHA);
    }

    @Test
    void knowsNothingOfAnEmptyRepositoryNorOutsideOfOne() throws IOException {
        assertThat(GitHead.sha(work)).isNull();
        write("work/.git/HEAD", "ref: refs/heads/main\n");
        assertThat(GitHead.sha(work)).isNull();
        write("work/.git/HEAD", "ref: HEAD\n");
        assertThat(GitHead.sha(work)).isNull();
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
