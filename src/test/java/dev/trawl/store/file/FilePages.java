package dev.trawl.store.file;

import dev.trawl.store.file.FoundPages.FoundPage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The pages of a whole file of H2, and its bytes without some of them. */
public record FilePages(Path file) {
  /** The number of the map of names. */
  public int names() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      StoredFile stored = FileCheck.read(channel, file.toString());
      return Integer.parseInt(stored.layout().getOrDefault("meta.id", "1"), 16);
    }
  }

  /** The number of the map of statements. */
  public int statements() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      for (StoredMap map : FileCheck.read(channel, file.toString()).maps()) {
        if (map.name().equals(StoredFile.STATEMENTS)) {
          return map.id();
        }
      }
    }
    throw new AssertionError("no statements");
  }

  /** The file without all pages of a map, older ones too. */
  public byte[] without(int map) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (FileChannel channel = FileChannel.open(file)) {
      for (FoundPage page : FoundPages.in(new PageFile(channel)).pages(map)) {
        int begin = (int) page.chunk().begin() + page.offset();
        Arrays.fill(bytes, begin, begin + page.length(), (byte) 0);
      }
    }
    return bytes;
  }

  /** The file without the newest page of a table. */
  public byte[] withoutNewest(String table) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (FileChannel channel = FileChannel.open(file)) {
      PageFile pages = new PageFile(channel);
      String name =
          Objects.requireNonNull(
                  SalvagedTables.in(SalvagedFile.read(pages)).all().get(table), table)
              .map();
      for (StoredMap map : FileCheck.read(channel, file.toString()).maps()) {
        if (map.name().equals(name)) {
          List<FoundPage> found = FoundPages.in(pages).pages(map.id());
          FoundPage newest = found.get(found.size() - 1);
          int begin = (int) newest.chunk().begin() + newest.offset();
          Arrays.fill(bytes, begin, begin + newest.length(), (byte) 0);
        }
      }
    }
    return bytes;
  }

  public static byte[] cut(byte[] bytes, int percent) {
    return Arrays.copyOf(bytes, bytes.length / 100 * percent);
  }

  public static int blocks(byte[] bytes) {
    return bytes.length / FileHeader.BLOCK_BYTES;
  }

  public static byte[] zeroed(byte[] bytes, int block, int blocks) {
    byte[] zeroed = bytes.clone();
    int begin = block * FileHeader.BLOCK_BYTES;
    Arrays.fill(zeroed, begin, begin + blocks * FileHeader.BLOCK_BYTES, (byte) 0);
    return zeroed;
  }
}
