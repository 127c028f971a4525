package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFoldersTest {
  private final Path folder;
  private final Path home;

  UserFoldersTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.home = Files.createDirectory(folder.resolve("home"));
  }

  @Test
  void home_goesByTheEnvironmentFirst() {
    assertThat(new UserFolders(Map.of("HOME", home.toString())).home()).contains(home);
    assertThat(new UserFolders(Map.of("HOME", "")).home())
        .contains(Path.of(System.getProperty("user.home")));
    assertThat(new UserFolders(Map.of("HOME", "?")).home())
        .contains(Path.of(System.getProperty("user.home")));
  }

  @Test
  void folders_withAHome_areBelowIt() {
    UserFolders folders = new UserFolders(Map.of("HOME", home.toString()));

    assertThat(folders.cache()).isEqualTo(home.resolve(".cache/trawl"));
    assertThat(folders.nativeCache()).isEqualTo(home.resolve(".javacpp/cache"));
  }

  @Test
  void folders_withACacheNamed_areThere() {
    UserFolders trawl = new UserFolders(Map.of("HOME", home.toString(), "TRAWL_CACHE", "/x/y"));
    UserFolders xdg =
        new UserFolders(Map.of("HOME", home.toString(), "XDG_CACHE_HOME", folder + "/xdg"));

    assertThat(trawl.cache()).isEqualTo(Path.of("/x/y"));
    assertThat(trawl.nativeCache()).isEqualTo(Path.of("/x/y/javacpp"));
    assertThat(xdg.cache()).isEqualTo(folder.resolve("xdg/trawl"));
    assertThat(xdg.nativeCache()).isEqualTo(folder.resolve("xdg/trawl/javacpp"));
  }

  @Test
  void nativeCache_thatIsFilledInTheHomeFolder_isUsedOn() throws IOException {
    Path filled = Files.createDirectories(home.resolve(".javacpp/cache/nd4j-native-1.jar"));

    assertThat(new UserFolders(Map.of("HOME", home.toString(), "TRAWL_CACHE", "/x")).nativeCache())
        .isEqualTo(filled.getParent());
  }

  @Test
  void folders_withAHomeThatCantBeMade_areTheUsersOwnInTheTemporaryFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    Path cache = new UserFolders(Map.of("HOME", file.resolve("home").toString())).cache();

    assertThat(cache.getParent()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
    assertThat(Files.getPosixFilePermissions(cache)).hasSize(3);
  }

  @Test
  void path_withATilde_isBelowTheHomeFolder() {
    UserFolders folders = new UserFolders(Map.of("HOME", home.toString()));

    assertThat(folders.path("~/a b/ü")).isEqualTo(home.resolve("a b/ü"));
    assertThat(folders.path("~")).isEqualTo(home);
    assertThat(folders.path("a~")).isEqualTo(Path.of("a~"));
    assertThat(folders.path("~x")).isEqualTo(Path.of("~x"));
  }
}
