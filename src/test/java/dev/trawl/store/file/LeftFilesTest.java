package dev.trawl.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a database that could not be opened. */
final class LeftFilesTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @BeforeEach
  void register() {
    OrderedDisk.register();
    RecordedDisk.start(new byte[0]);
    RecordedDisk.stop();
  }

  private String file() {
    return "ordered:recorded:" + folder.resolve("some");
  }

  private Connection connect() throws SQLException {
    return LeftFiles.watch(() -> DriverManager.getConnection("jdbc:h2:" + file(), "sa", ""));
  }

  /** H2 does so when a read fails late while it opens a database. */
  private FileChannel openInVain() throws SQLException, IOException {
    List<FileChannel> opened = new ArrayList<>();
    assertThatThrownBy(
            () ->
                LeftFiles.watch(
                    () -> {
                      opened.add(lock());
                      throw new SQLException("a read failed");
                    }))
        .hasMessage("a read failed");
    return opened.get(0);
  }

  private FileChannel lock() {
    try {
      FileChannel file = FilePath.get(file() + ".mv.db").open("rw");
      assertThat(file.tryLock(0, Long.MAX_VALUE, false)).isNotNull();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void open_afterATryThatLeftItsFileLocked_opensAtOnce() throws Exception {
    connect().close();
    FileChannel left = openInVain();

    try (Connection connection = connect()) {
      assertThat(connection.isValid(0)).isTrue();
    }
    long size = Files.size(folder.resolve("some.mv.db"));
    left.close();
    assertThat(Files.size(folder.resolve("some.mv.db"))).isEqualTo(size);
    connect().close();
  }

  @Test
  void close_fileThatWasNeverLocked_isLeftAsItIs() throws Exception {
    connect().close();
    byte[] before = Files.readAllBytes(folder.resolve("some.mv.db"));
    RecordedDisk.start(before);

    FilePath.get(file() + ".mv.db").open("rw").close();

    assertThat(RecordedDisk.length()).isZero();
  }

  @Test
  void open_whileTheDatabaseIsOpen_isRefused() throws Exception {
    connect().close();
    try (Connection connection = connect()) {
      assertThat(connection.isValid(0)).isTrue();
      assertThatThrownBy(
              () ->
                  LeftFiles.watch(
                      () -> DriverManager.getConnection("jdbc:h2:" + file(), "somebody", "else")))
          .isInstanceOf(SQLException.class);

      try (FileChannel other = FilePath.get(file() + ".mv.db").open("rw")) {
        assertThatThrownBy(() -> other.tryLock(0, Long.MAX_VALUE, false))
            .isInstanceOf(OverlappingFileLockException.class);
      }
      assertThat(connection.isValid(0)).isTrue();
    }
  }
}
