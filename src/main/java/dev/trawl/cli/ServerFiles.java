package dev.trawl.cli;

import dev.trawl.export.FolderAddition;
import dev.trawl.serving.ServerJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server for the folder, in it. */
final class ServerFiles implements FolderAddition {
  /** Which of the formats it serves. */
  static List<String> formats(List<String> keys) {
    return keys.stream().filter(key -> key.startsWith("onnx")).toList();
  }

  @Override
  public List<String> files() {
    return ServerJar.files();
  }

  @Override
  public void write(Path folder) throws IOException {
    ServerJar.write(folder);
  }
}
