package dev.trawl.store.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.store.backup.DatabaseRepair.Repaired;
import dev.trawl.store.file.FilePages;
import dev.trawl.testkit.RecordedText;
import dev.trawl.track.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A database {@code trawl} in a folder, which is damaged and repaired to {@code trawl-repaired}.
 */
record Repairing(Path folder) {
  private static final String REPAIRED = "trawl-repaired";

  /** What damage elsewhere does not change, and no older version had otherwise. */
  private static final Pattern IDENTITY =
      Pattern.compile(
          "sweep \\w+ \\S+|run \\w+ of \\w+ number \\d+ attempt \\d+|  (Metric|Checkpoint)\\[.*"
              + "|Change\\[.*");

  /** A sweep whose own record did not come through. */
  private static final Pattern RECOVERED =
      Pattern.compile("sweep (\\w+) (?:recovered-\\S+|\\S+-recovered)");

  Path file() {
    return folder.resolve("trawl.mv.db");
  }

  FilePages pages() {
    return new FilePages(file());
  }

  byte[] bytes() throws IOException {
    return Files.readAllBytes(file());
  }

  /** Changes it with H2 alone, and so without checksums. */
  void execute(String sql) throws Exception {
    String password = Files.readString(folder.resolve("trawl.password")).strip();
    String url = "jdbc:h2:file:" + folder.resolve("trawl") + ";TRACE_LEVEL_FILE=0";
    try (Connection connection = DriverManager.getConnection(url, "trawl", password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Repairs damaged bytes; empty when nothing came through, and so nothing was made. */
  Optional<Repaired> repair(byte[] damaged) throws IOException {
    Files.deleteIfExists(folder.resolve(REPAIRED + ".mv.db"));
    Files.deleteIfExists(folder.resolve(REPAIRED + ".password"));
    Files.write(file(), damaged);
    List<Path> before = files();
    Optional<Repaired> repaired = new DatabaseRepair(file()).repair();
    assertThat(file()).hasBinaryContent(damaged);
    if (repaired.isEmpty()) {
      assertThat(files()).isEqualTo(before);
    }
    return repaired;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** What the repaired database holds, none of which is damaged. */
  List<String> recorded() {
    String url = "jdbc:h2:file:" + folder.resolve(REPAIRED);
    try (RunStore store = H2RunStore.open(url, Clock.systemUTC())) {
      List<String> lines = RecordedText.of(store);
      assertThat(store.damage()).isEmpty();
      return String.join("\n", lines).lines().toList();
    }
  }

  /** The whole sweeps with their runs, metrics, checkpoints and changes in recorded lines. */
  static Set<String> identities(List<String> recorded) {
    Set<String> recovered =
        recorded.stream()
            .map(RECOVERED::matcher)
            .filter(Matcher::lookingAt)
            .map(line -> line.group(1))
            .collect(Collectors.toSet());
    return recorded.stream()
        .filter(line -> recovered.stream().noneMatch(line::contains))
        .map(IDENTITY::matcher)
        .filter(Matcher::lookingAt)
        .map(line -> line.group().replaceFirst(" best=\\w+", "")) // of what is left
        .filter(line -> !line.contains("key=lost_name_"))
        .collect(Collectors.toSet());
  }

  /** How many sweeps, runs, epochs and checkpoints there are in the repaired one. */
  List<Long> counted() {
    String counts =
        """
        SELECT (SELECT COUNT(*) FROM sweep WHERE NOT REGEXP_LIKE(name, '^recovered-|-recovered$')), (SELECT COUNT(*) FROM run),
          (SELECT COUNT(*) FROM metric_point WHERE seconds IS NOT NULL),
          (SELECT COUNT(*) FROM checkpoint)
        """;
    String url = "jdbc:h2:file:" + folder.resolve(REPAIRED) + ";TRACE_LEVEL_FILE=0";
    try (Connection connection =
            DriverManager.getConnection(
                url, "trawl", Files.readString(folder.resolve(REPAIRED + ".password")).strip());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(counts)) {
      row.next();
      return List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
