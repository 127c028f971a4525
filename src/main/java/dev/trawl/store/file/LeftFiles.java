package dev.trawl.store.file;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The files that H2 left open, and so locked, when it could not open their database: a read that
 * fails in the middle of it is enough. Without them the next try would find the database in use, by
 * nobody, until the garbage collector comes by. Safe for use by many threads.
 */
public final class LeftFiles {
  /** Those that a thread has opened since it began to connect. */
  private static final ThreadLocal<List<OrderedFile>> opened = new ThreadLocal<>();

  private static final Set<OrderedFile> left =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  private LeftFiles() {}

  /** How a connection is made. */
  public interface Connecting {
    Connection connect() throws SQLException;
  }

  /**
   * Connects. A file that is open after a failure may also be another thread's, who joined in time;
   * H2 opens no second one for a database that it has open, so only one that is left is in the way
   * of the next who opens it.
   */
  public static Connection watch(Connecting connecting) throws SQLException {
    List<OrderedFile> files = new ArrayList<>();
    opened.set(files);
    boolean connected = false;
    try {
      Connection connection = connecting.connect();
      connected = true;
      return connection;
    } finally {
      opened.remove();
      if (!connected) {
        left.addAll(files);
      }
    }
  }

  static void opened(OrderedFile file) {
    List<OrderedFile> files = opened.get();
    if (files != null) {
      files.add(file);
    }
  }

  /** Closes those of this name: whether there was one. */
  static boolean close(String name) throws IOException {
    boolean found = false;
    for (OrderedFile file : List.copyOf(left)) {
      if (file.isOf(name)) {
        left.remove(file);
        file.abandon();
        found = true;
      }
    }
    return found;
  }
}
