package dev.trawl.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that was exported, or a link to one. */
record FolderSource(Path folder) implements ModelSource {
  @Override
  public String look() {
    try {
      Path place = folder.toRealPath();
      return place + "\n" + Files.readString(place.resolve("model.json"));
    } catch (IOException e) {
      return ""; // For a moment, while one export takes the place of another.
    }
  }

  @Override
  public <T> T read(Reading<T> reading) throws IOException {
    return reading.read(folder);
  }
}
