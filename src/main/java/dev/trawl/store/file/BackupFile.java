package dev.trawl.store.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A zip of a database's file, its password and what they hold.
 *
 * @param manifest what the file says of itself
 * @param password null where the database's URL has it
 */
public record BackupFile(Manifest manifest, @Nullable String password) {
  private static final String DATABASE = "trawl.mv.db";
  private static final String PASSWORD = "trawl.password";
  private static final String MANIFEST = "backup.json";
  private static final int FORMAT = 1;

  /** Of what is beside the database. */
  private static final int MOST_BYTES = 1 << 16;

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Nobody's secret is printed. */
  @Override
  public String toString() {
    return "BackupFile[manifest=%s]".formatted(manifest);
  }

  /**
   * What a backup is of.
   *
   * @param format of the zip
   * @param createdAt ISO-8601
   * @param sha256 of the database's file
   * @param contents how much of what the database holds, by name
   */
  public record Manifest(
      int format, String createdAt, String sha256, SortedMap<String, Long> contents) {
    public Manifest {
      contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    }
  }

  /** Writes it, flushed to the disk. */
  public static void write(
      FileChannel channel,
      Path database,
      @Nullable String password,
      Map<String, Long> contents,
      Instant now)
      throws IOException {
    // The stream is flushed, not closed, for the channel is still needed.
    ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
    MessageDigest digest = Digest.sha256();
    zip.putNextEntry(new ZipEntry(DATABASE));
    try (InputStream in = new DigestInputStream(Files.newInputStream(database), digest)) {
      in.transferTo(zip);
    }
    String sha256 = Digest.hexadecimal(digest.digest());
    if (password != null) {
      put(zip, PASSWORD, password.getBytes(StandardCharsets.UTF_8));
    }
    Manifest manifest = new Manifest(FORMAT, now.toString(), sha256, new TreeMap<>(contents));
    put(zip, MANIFEST, JSON.writeValueAsBytes(manifest));
    zip.finish();
    zip.flush();
    channel.force(true);
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  /** What a backup says of itself, without its database. */
  public static BackupFile read(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] manifest = bytes(zip, MANIFEST);
      byte[] password = bytes(zip, PASSWORD);
      if (manifest == null || zip.getEntry(DATABASE) == null) {
        throw new StoreException(
            "need a file that trawl backup wrote, found another zip in " + file, null);
      }
      Manifest read = manifest(manifest, file);
      if (read.format() != FORMAT) {
        throw new StoreException(
            "need a backup of format %d, found %d in %s".formatted(FORMAT, read.format(), file),
            null);
      }
      return new BackupFile(
          read, password == null ? null : new String(password, StandardCharsets.UTF_8));
    } catch (ZipException e) {
      throw new StoreException(
          "need a file that trawl backup wrote, found %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Manifest manifest(byte[] json, Path file) throws IOException {
    try {
      JsonNode tree = JSON.readTree(json);
      if (Stream.of("format", "createdAt", "sha256", "contents").allMatch(tree::hasNonNull)) {
        return JSON.treeToValue(tree, Manifest.class);
      }
    } catch (JsonProcessingException e) {
      throw new StoreException(
          "need a file that trawl backup wrote, found another %s in %s".formatted(MANIFEST, file),
          e);
    }
    throw new StoreException(
        "need a file that trawl backup wrote, found %s incomplete in %s".formatted(MANIFEST, file),
        null);
  }

  private static byte @Nullable [] bytes(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return null;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new StoreException(
            "need at most %,d bytes of %s, found more in %s"
                .formatted(MOST_BYTES, name, zip.getName()),
            null);
      }
      return bytes;
    }
  }

  /** Writes the database's file, checked against its SHA-256. */
  public void extract(Path file, FileChannel database) throws IOException {
    MessageDigest digest = Digest.sha256();
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in =
            new DigestInputStream(zip.getInputStream(zip.getEntry(DATABASE)), digest)) {
      OutputStream out = Channels.newOutputStream(database);
      in.transferTo(out);
      out.flush();
      database.force(true);
    } catch (ZipException e) {
      throw new StoreException("need a whole backup, found %s damaged".formatted(file), e);
    }
    String found = Digest.hexadecimal(digest.digest());
    if (!found.equals(manifest.sha256())) {
      throw new StoreException(
          "need a database with SHA-256 %s, found %s: %s is damaged"
              .formatted(manifest.sha256(), found, file),
          null);
    }
  }
}
