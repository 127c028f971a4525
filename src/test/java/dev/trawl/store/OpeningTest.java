package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.backup.Compaction;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.StoreSettings;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a database comes into being: who may use it, and which schema it has. */
final class OpeningTest {
  private static final String MIGRATIONS = "classpath:db/migration";

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private Path file(String name) {
    return folder.resolve(".trawl").resolve(name);
  }

  private String url() {
    return "jdbc:h2:file:" + file("trawl");
  }

  private RunStore open() {
    return H2RunStore.open(url(), Clock.systemUTC());
  }

  private RunStore open(int schemaVersion, String migrations) {
    return H2RunStore.open(
        url(),
        Clock.systemUTC(),
        new StoreSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            List.of(MIGRATIONS, migrations),
            schemaVersion));
  }

  /** Another process gets no time to answer here; this one may be as slow as its machine. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "method=file\nid=1a2b3c\n", // died while it opened it
        "method=file\nid=1a2b3c\nserver=127.0.0.1\\:1\n" // was killed when it had it open
      })
  void open_fileThatNobodyHas_waitsForThisMachine(String left) throws IOException {
    open().close();
    if (!left.isEmpty()) {
      Files.writeString(file("trawl.lock.db"), left);
    }
    StoreSettings impatient =
        new StoreSettings(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            StoreSettings.DEFAULT.migrations(),
            StoreSettings.DEFAULT.schemaVersion());

    try (RunStore store = H2RunStore.open(url(), Clock.systemUTC(), impatient)) {
      assertThat(store.sweeps()).isEmpty();
    }
  }

  // Who may use it

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void open_newDatabase_isItsOwnersAlone() throws IOException {
    try (RunStore store = open()) {
      assertThat(mode(folder.resolve(".trawl"))).isEqualTo("rwx------");
      assertThat(mode(file("trawl.mv.db"))).isEqualTo("rw-------");
      assertThat(mode(file("trawl.password"))).isEqualTo("rw-------");
      assertThat(Files.readString(file("trawl.password"))).hasSizeGreaterThan(40);
      assertServerRefusesWhoeverHasNoPassword();
      assertServerListensOnLoopbackOnly();
      assertThat(store.sweeps()).isEmpty();
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void open_folderOpenToOthers_isClosedOnlyWhenItIsTrawls() throws IOException {
    Files.createDirectory(
        folder.resolve(".trawl"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
    open().close();
    H2RunStore.open("jdbc:h2:" + shared.resolve("a/../mine"), Clock.systemUTC()).close();
    assertThat(mode(folder.resolve(".trawl"))).isEqualTo("rwx------");
    assertThat(mode(shared)).isEqualTo("rwxr-xr-x");
    assertThat(mode(shared.resolve("mine.mv.db"))).isEqualTo("rw-------");
    assertThat(mode(shared.resolve("mine.password"))).isEqualTo("rw-------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private void assertServerRefusesWhoeverHasNoPassword() throws IOException {
    Properties lock = lockFile();
    String served =
        "jdbc:h2:tcp://%s/%s".formatted(lock.getProperty("server"), lock.getProperty("id"));
    for (String user : List.of("sa", "trawl")) {
      assertThatThrownBy(() -> DriverManager.getConnection(served, user, "").close())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }
  }

  private void assertServerListensOnLoopbackOnly() throws IOException {
    if (!OS.LINUX.isCurrentOs()) {
      return; // nowhere else does the kernel tell in a file
    }
    String server = lockFile().getProperty("server");
    int port = Integer.parseInt(server.substring(server.indexOf(':') + 1));
    assertThat(listeningAddresses(port))
        .isNotEmpty()
        .allMatch(address -> address.endsWith("0100007F"));
  }

  /** The addresses that anybody on this machine listens on at a port, as the kernel writes them. */
  private static List<String> listeningAddresses(int port) throws IOException {
    String suffix = ":%04X".formatted(port);
    try (Stream<String> four = Files.lines(Path.of("/proc/net/tcp"));
        Stream<String> six = Files.lines(Path.of("/proc/net/tcp6"))) {
      return Stream.concat(four, six)
          .map(line -> List.of(line.strip().split("\\s+", -1)))
          .filter(words -> words.get(3).equals("0A") && words.get(1).endsWith(suffix))
          .map(words -> words.get(1).substring(0, words.get(1).length() - suffix.length()))
          .toList();
    }
  }

  private Properties lockFile() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file("trawl.lock.db"))) {
      properties.load(in);
    }
    return properties;
  }

  @Test
  void open_passwordWrongOrLost_failsSayingSo() throws IOException {
    open().close();
    Files.writeString(file("trawl.password"), "wrong\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "need the password of %1$s in %1$s.password, found another one there"
                + " (Wrong user name or password [28000-240])",
            file("trawl"));

    Files.writeString(file("trawl.password"), "\n");
    assertThatThrownBy(this::open).hasMessageContaining("trawl.password, found an empty file");

    Files.delete(file("trawl.password"));
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("found no such file")
        .hasMessageContaining("trawl.password");
  }

  @Test
  void open_userInTheUrl_needsNoPasswordFile() {
    String own = url() + ";USER=me;PASSWORD=mine";
    try (RunStore store = H2RunStore.open(own, Clock.systemUTC())) {
      store.createSweep(Samples.sweep("own"), Owner.ofThisProcess());
    }
    assertThat(file("trawl.password")).doesNotExist();
    try (RunStore store = H2RunStore.open(own, Clock.systemUTC())) {
      assertThat(store.sweeps()).hasSize(1);
    }
  }

  @Test
  void open_otherDatabase_isRefused() {
    assertThatThrownBy(() -> H2RunStore.open("jdbc:postgresql:x", Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a URL that begins with jdbc:h2:, found jdbc:postgresql:x");
  }

  /**
   * H2 runs what the meta data of a file say, so each file's pages are read before it is opened.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nio:x",
        "file:nio:x",
        "file:file:x",
        "nioMapped:x",
        "async:x",
        "retry:x",
        "cache:x",
        "zip:x",
        "split:x",
        "nioMemFS:x",
        "memFS:x",
        "file:mem:x",
        "NIO:x.mv.db",
        "tcp2:x"
      })
  void open_fileThatCannotBeCheckedFirst_isRefused(String path) {
    assertThatThrownBy(() -> H2RunStore.open("jdbc:h2:" + path, Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need the path of a file, mem:, tcp: or ssl: behind jdbc:h2:, found " + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CIPHER=AES", "cipher=XTEA"})
  void open_encryptedFile_isRefused(String cipher) {
    assertThatThrownBy(() -> H2RunStore.open(url() + ";" + cipher, Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a file that can be checked before H2 opens it, found one with CIPHER");
  }

  @Test
  void open_fileThatIsNoDatabase_isRefused() throws IOException {
    Files.createDirectories(folder.resolve(".trawl"));
    Files.writeString(file("trawl.password"), "some\n");
    Files.writeString(file("trawl.mv.db"), "not a database".repeat(1000));
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "need to open jdbc:h2:file:%1$s, found a damaged file, left as it is: need H2's header"
                + " as its first block, found the bytes 6e6f7420612064617461626173656e6f; trawl"
                + " restore brings a backup back; trawl repair %1$s.mv.db makes a new database of"
                + " what is whole",
            file("trawl"));
  }

  @Test
  void open_folderOfItsName_isRefusedAndLeavesNothing() throws IOException {
    Files.createDirectories(file("trawl.mv.db"));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessage("need a database's file, found a folder: " + file("trawl.mv.db"));
    assertThatThrownBy(() -> H2RunStore.openToRead(url(), Clock.systemUTC()))
        .hasMessage("need a database's file, found a folder: " + file("trawl.mv.db"));
    assertThatThrownBy(() -> Compaction.run(url()))
        .hasMessage("need a database's file, found a folder: " + file("trawl.mv.db"));
    try (Stream<Path> files = Files.list(folder.resolve(".trawl"))) {
      assertThat(files).containsExactly(file("trawl.mv.db"));
    }
  }

  @Test
  void close_twiceAndThenUsed_saysSo() {
    RunStore store = H2RunStore.open("jdbc:h2:mem:closed", Clock.systemUTC());
    store.close();
    store.close();
    assertThatThrownBy(store::sweeps)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("need an open store");
  }

  // Which schema it has

  @Test
  void open_olderSchema_isMigratedAndACopyKept() throws IOException {
    try (RunStore store = open()) {
      store.createSweep(Samples.sweep("old"), Owner.ofThisProcess());
    }
    try (RunStore store = open(900, "classpath:db/next")) {
      assertThat(store.findSweep("old")).isPresent();
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "need schema version <= 8, found 900: the database was written by a newer Trawl");

    Path copy = file("trawl-before-schema-900.mv.db");
    Files.move(copy, file("trawl.mv.db"), StandardCopyOption.REPLACE_EXISTING);
    try (RunStore store = open()) {
      assertThat(store.findSweep("old")).isPresent();
    }
  }

  @Test
  void open_migrationImpossible_leavesTheDatabaseAsItWas() {
    try (RunStore store = open()) {
      store.createSweep(Samples.sweep("old"), Owner.ofThisProcess());
      assertThatThrownBy(() -> open(900, "classpath:db/next"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("found another Trawl using it");
    }
    assertThatThrownBy(() -> open(900, "classpath:db/broken"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("need to bring the schema to version 900, found");
    try (RunStore store = open()) {
      assertThat(store.findSweep("old")).isPresent();
    }
  }

  @Test
  void open_whileItIsMigrated_keepsOthersFromTheFile() {
    open().close();
    try (RunStore store = open(900, "classpath:db/watched")) {
      assertThat(store.sweeps()).isEmpty();
    }
  }

  /** As it happens between two connections of a process that lost those it had. */
  @Test
  void read_databaseOfANewerTrawlInItsPlace_saysSo() throws Exception {
    String jdbc = DatabaseUrl.parse(url()).jdbc();
    try (RunStore store = open()) {
      String password = Files.readString(file("trawl.password")).strip();
      try (Connection connection = DriverManager.getConnection(jdbc, "trawl", password);
          Statement statement = connection.createStatement()) {
        statement.execute(
            "UPDATE \"flyway_schema_history\" SET \"version\" = '900', \"script\" = 'V900__x.sql'"
                + " WHERE CAST(\"version\" AS INTEGER) = 7");
        statement.execute("SHUTDOWN");
      }
      assertThatThrownBy(store::sweeps)
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "need schema version <= 8, found 900: the database was written by a newer Trawl");
    }
  }

  @Test
  void open_creationWasKilled_startsAgain() throws IOException {
    Path draft = file("trawl-new.mv.db");
    Files.createDirectories(folder.resolve(".trawl"));
    Files.writeString(draft, "half");
    try (RunStore store = open()) {
      assertThat(store.sweeps()).isEmpty();
    }
    assertThat(draft).doesNotExist();
  }

  @Test
  void url_thatAsksForReadingAlone_isRefusedInWords() {
    assertThatThrownBy(() -> DatabaseUrl.parse("jdbc:h2:file:./db;ACCESS_MODE_DATA=r"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("need a URL without ACCESS_MODE_DATA=r, found it");
  }
}
