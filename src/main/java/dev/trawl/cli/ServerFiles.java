package dev.trawl.cli;

import dev.trawl.export.FolderAddition;
import dev.trawl.serving.ServerJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server for the folder, in it. */
final class ServerFiles implements FolderAddition {
  @Override
  public List<String> files() {
    return ServerJar.files();
  }

  @Override
  public void write(Path folder) throws IOException {
    ServerJar.write(folder);
  }
}
