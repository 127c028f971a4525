package dev.trawl.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The log file beside the database, readable by its owner alone. It is made at the first message
 * once there is a database, so that a command that records nothing leaves nothing behind. At 10 MB
 * it becomes {@code ….1} and a new one begins.
 */
final class LogFile extends AppenderBase<ILoggingEvent> {
  private static final String PATTERN =
      "%date{ISO8601} %-5level [%thread] %logger{20} %replace(%X{run} ){'^ $', ''}%msg%n%ex";
  private static final int MOST_BYTES = 10_000_000;

  private final PatternLayoutEncoder encoder = new PatternLayoutEncoder();

  static LogFile started(LoggerContext context) {
    LogFile file = new LogFile();
    file.setContext(context);
    file.encoder.setContext(context);
    file.encoder.setCharset(StandardCharsets.UTF_8);
    file.encoder.setPattern(PATTERN);
    file.encoder.start();
    file.start();
    return file;
  }

  /** Opened for each message: they are few, and several processes write to one file. */
  @Override
  protected void append(ILoggingEvent event) {
    Path file = LogSetup.file();
    if (!LogSetup.isChosen() && !Files.exists(file) && !Files.isRegularFile(databaseOf(file))) {
      return;
    }
    try {
      Files.createDirectories(file.resolveSibling(""));
      makeRoom(file);
      try (SeekableByteChannel channel =
          Files.newByteChannel(
              file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), ofOwnerAlone())) {
        channel.write(ByteBuffer.wrap(encoder.encode(event)));
      }
    } catch (IOException e) {
      addError("can't write to " + file, e); // A full disk is told by what it keeps from working.
    }
  }

  private static Path databaseOf(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".mv.db");
  }

  private static void makeRoom(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
      Path earlier = file.resolveSibling(file.getFileName() + ".1");
      Files.move(file, earlier, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static FileAttribute<?>[] ofOwnerAlone() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
