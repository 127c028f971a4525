package dev.trawl.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own with the tests' class path. It lives for seconds: only C1 compiles in it. */
public final class JavaProcess {
  private final List<String> options = new ArrayList<>();

  private JavaProcess() {}

  /**
   * A process on this one's class path, with options of its own.
   *
   * @param options the JVM's, such as {@code -Xmx256m}
   */
  public static JavaProcess with(String... options) {
    JavaProcess java = new JavaProcess();
    java.options.addAll(List.of(options));
    return java;
  }

  public ProcessBuilder main(Class<?> main, String... arguments) {
    return main(main.getName(), List.of(arguments));
  }

  public ProcessBuilder main(String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS"); // else the JVM says so on stderr
    return builder;
  }
}
