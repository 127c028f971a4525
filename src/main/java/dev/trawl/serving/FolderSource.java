package dev.trawl.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A folder that was exported, or a link to one. */
record FolderSource(Path folder) implements ModelSource {
  @Override
  public String look() throws IOException {
    try {
      Path place = folder.toRealPath();
      return place + "\n" + Files.readString(place.resolve("model.json"));
    } catch (NoSuchFileException e) {
      throw new IOException(
          "need a model's folder %s, found no %s".formatted(folder, e.getFile()), e);
    }
  }

  @Override
  public <T> T read(Reading<T> reading) throws IOException {
    return reading.read(folder);
  }
}
