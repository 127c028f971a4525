package dev.trawl.cli;

import picocli.CommandLine.Option;

/** The option of every command that prints records. */
final class JsonOption {
  @Option(names = "--json", description = "Print JSON, the records of the REST API.")
  boolean json;
}
