package dev.trawl.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.database.Credentials;
import dev.trawl.store.database.Schema;
import dev.trawl.store.database.StoreSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lists of objects that the migrations make, remade with {@code mvn test
 * -Dtest=SchemaObjectsTest -Dgolden.update=true}.
 */
final class SchemaObjectsTest {
  private static final String MIGRATIONS = "classpath:db/migration";

  /** As many as there are tests of. */
  private static final List<String> LATER = List.of("classpath:db/next", "classpath:db/watched");

  private static final int LATEST = 900;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @Test
  void objects_ofEverySchemaVersion_areThoseThatItsMigrationsMake() throws IOException {
    Set<String> objects = new TreeSet<>();
    for (int version = 1; version <= StoreSettings.DEFAULT.schemaVersion(); version++) {
      objects.addAll(made(List.of(MIGRATIONS), version));
    }
    check(Path.of("src/main/resources/db/objects.txt"), objects);

    Set<String> later = new TreeSet<>();
    for (String migrations : LATER) {
      later.addAll(made(List.of(MIGRATIONS, migrations), LATEST));
    }
    later.removeAll(objects);
    check(Path.of("src/test/resources/db/objects.txt"), later);
  }

  private static void check(Path list, Set<String> objects) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.write(list, objects);
    }
    assertThat(Files.readAllLines(list)).containsExactlyElementsOf(objects);
  }

  private Set<String> made(List<String> migrations, int version) throws IOException {
    Path base = Files.createTempDirectory(folder, "made").resolve("trawl");
    StoreSettings settings =
        new StoreSettings(Duration.ZERO, Duration.ZERO, Duration.ZERO, migrations, version);
    new Schema(settings).migrate("jdbc:h2:file:" + base, new Credentials("trawl", ""), version);
    return statements(base.resolveSibling("trawl.mv.db")).stream()
        .filter(SchemaObjects::isObject)
        .map(SchemaObjects::normalized)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> statements(Path database) throws IOException {
    Set<String> statements = new TreeSet<>();
    try (FileChannel channel = FileChannel.open(database)) {
      StoredFile stored = FileCheck.read(channel, database.toString());
      for (StoredMap map : stored.maps()) {
        if (map.name().equals(StoredFile.STATEMENTS)) {
          stored.entries(map, (key, row) -> statements.add(DataCheck.statement(row)));
        }
      }
    }
    return statements;
  }
}
