package dev.trawl.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code trawl --version} prints, from the jar's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "trawl " + Objects.requireNonNullElse(version, "(not packaged)"),
      "Java %s (%s)"
          .formatted(System.getProperty("java.version"), System.getProperty("java.vendor"))
    };
  }
}
