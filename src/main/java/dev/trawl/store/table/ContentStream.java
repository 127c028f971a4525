package dev.trawl.store.table;

import dev.trawl.store.file.Digest;
import dev.trawl.track.DamagedCheckpointException;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * A file's content, read piece by piece, so that no connection is held while somebody writes it to
 * a slow place. Its last piece is handed out only when the SHA-256 of all is the recorded one: what
 * can be read to its end is whole. Used by one thread.
 */
public final class ContentStream extends InputStream {
  private final Content content;
  private final LongFunction<Optional<byte[]>> pieces;
  private final MessageDigest digest = Digest.sha256();
  private byte[] piece = {};
  private int place;
  private long fetched;

  /**
   * What is recorded of a file.
   *
   * @param name as messages have it, such as {@code checkpoint 3f2a/5}
   */
  record Content(String name, long bytes, String sha256) {}

  /**
   * @param pieces the bytes from an offset on, at least one; empty once the file is dropped
   */
  public ContentStream(Content content, LongFunction<Optional<byte[]>> pieces) {
    this.content = content;
    this.pieces = pieces;
  }

  /** Whether a checkpoint's bytes can all be read, and are those that were recorded. */
  static boolean isWhole(Handle handle, CheckpointTable.Found checkpoint) {
    try (InputStream model =
        new ContentStream(
            checkpoint.content(), offset -> ModelTable.piece(handle, checkpoint, offset))) {
      model.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (IOException | StoreException | JdbiException e) {
      return false;
    }
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? piece[place++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, piece.length - place);
    System.arraycopy(piece, place, target, offset, count);
    place += count;
    return count;
  }

  private boolean hasMore() throws IOException {
    if (place < piece.length) {
      return true;
    }
    if (fetched == content.bytes()) {
      return false;
    }
    piece = pieces.apply(fetched).orElseThrow(this::dropped);
    place = 0;
    fetched += piece.length;
    digest.update(piece);
    if (piece.length == 0 || fetched >= content.bytes()) {
      check();
    }
    return true;
  }

  private IOException dropped() {
    return new IOException("need %s while it is read, found it dropped".formatted(content.name()));
  }

  private void check() {
    String found = Digest.hexadecimal(digest.digest());
    if (fetched != content.bytes() || !found.equals(content.sha256())) {
      throw new DamagedCheckpointException(
          "need %s with %d bytes and SHA-256 %s, found %d and %s: it is damaged"
              .formatted(content.name(), content.bytes(), content.sha256(), fetched, found));
    }
  }
}
