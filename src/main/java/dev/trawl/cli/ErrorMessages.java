package dev.trawl.cli;

import dev.trawl.cli.text.VisibleText;
import dev.trawl.export.ExportException;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.sweep.yaml.RightPlace;
import dev.trawl.track.NoModelException;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.StoreException;
import dev.trawl.train.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person reads when a command can't do its work: one line, and the exit code. */
final class ErrorMessages implements IParameterExceptionHandler, IExecutionExceptionHandler {

  /** Their messages are written for the user. */
  private static final Set<Class<? extends Exception>> EXPECTED =
      Set.of(
          StoreException.class,
          RefusedChangeException.class,
          NoModelException.class,
          TrainingException.class,
          ExportException.class,
          IOException.class,
          UncheckedIOException.class);

  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class);

  private final Output output;

  ErrorMessages(Output output) {
    this.output = output;
  }

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    say(notANumber(error).orElseGet(() -> message(error).replaceFirst("^Error: ", "")));
    if (error instanceof UnmatchedArgumentException unmatched) {
      suggest(unmatched.getUnmatched(), command);
    } else if (error.getArgSpec() instanceof OptionSpec option && error.getValue() != null) {
      suggest(error.getValue(), option, command);
    }
    if (arguments.length == 0) {
      command.usage(output.console().err());
    } else {
      output.err().printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    }
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    if (error instanceof InvalidSweepException invalid) {
      invalid.problems().stream().map(Problem::toString).forEach(output.err()::println);
      return ExitCode.USAGE;
    }
    if (error instanceof CommandException expected) {
      say(message(expected));
      return expected.exitCode();
    }
    if (error instanceof InvalidPathException path) {
      say(unnameable(path));
      return ExitCode.USAGE;
    }
    boolean unexpected = EXPECTED.stream().noneMatch(type -> type.isInstance(error));
    say(unexpected ? "unexpected error: " + error : message(error));
    LoggerFactory.getLogger(ErrorMessages.class).info("command failed", error);
    if (output.verbose()) {
      printTrace(error);
    } else if (unexpected) {
      Path log = LogSetup.file();
      output
          .err()
          .println(
              Files.exists(log)
                  ? "The whole of it is in " + log + "."
                  : "--verbose shows the whole of it.");
    }
    return ExitCode.FAILED;
  }

  /** The option, the setting or the command that arguments which nobody took mean. */
  private void suggest(List<String> unmatched, CommandLine command) {
    String argument = unmatched.get(0);
    Optional<String> meant =
        argument.startsWith("-")
            ? option(argument, unmatched, command.getCommandSpec().optionsMap().keySet())
            : command(argument, command);
    meant.ifPresent(found -> didYouMean(command, found));
  }

  /** A command, or an option that somebody took for one, such as {@code help}. */
  private static Optional<String> command(String argument, CommandLine command) {
    String option = "--" + argument;
    return command.getCommandSpec().optionsMap().containsKey(option)
        ? Optional.of(option)
        : Optional.ofNullable(NearestName.of(argument, command.getSubcommands().keySet()));
  }

  private static Optional<String> notANumber(ParameterException error) {
    return error.getArgSpec() instanceof OptionSpec option
            && error.getValue() != null
            && WHOLE_NUMBERS.contains(option.type())
        ? Optional.of(
            "need a whole number for %s, found %s"
                .formatted(option.longestName(), error.getValue()))
        : Optional.empty();
  }

  private static Optional<String> option(
      String argument, List<String> unmatched, Set<String> options) {
    List<String> parts = new ArrayList<>(List.of(argument.split("=", 2)));
    String nearest = NearestName.of(parts.get(0), options);
    if (nearest != null || !options.contains(SweepArguments.SET)) {
      return Optional.ofNullable(nearest);
    }
    parts.addAll(unmatched.subList(1, unmatched.size()));
    String value = parts.size() > 1 && !parts.get(1).startsWith("--") ? parts.get(1) : "…";
    return RightPlace.setting(parts.get(0).replaceFirst("^-+", ""), value)
        .map(setting -> SweepArguments.SET + " " + NextCommand.quoted(setting));
  }

  /** The value of an option that takes one of a few, or another option of its name. */
  private void suggest(String value, OptionSpec option, CommandLine command) {
    if (command.getCommandSpec().optionsMap().containsKey("--" + value)) {
      didYouMean(command, "--" + value);
    } else if (option.type().isEnum()) {
      List<String> values =
          Stream.of(option.type().getEnumConstants())
              .map(each -> each.toString().toLowerCase(Locale.ROOT))
              .toList();
      Optional.ofNullable(NearestName.of(value, values))
          .ifPresent(meant -> didYouMean(command, option.longestName() + " " + meant));
    }
  }

  private void didYouMean(CommandLine command, String meant) {
    output.err().printf("Did you mean: %s %s?%n", command.getCommandSpec().qualifiedName(), meant);
  }

  /** The tabs are the JDK's own. */
  private void printTrace(Exception error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    trace.toString().lines().forEach(this::printTraceLine);
  }

  private void printTraceLine(String line) {
    String words = line.stripLeading();
    String indent = line.substring(0, line.length() - words.length());
    output.console().err().println(indent + VisibleText.of(words));
  }

  private void say(String message) {
    output.err().println("trawl: " + message);
  }

  /** Java decides at its start how file names are written, by the locale. */
  private static String unnameable(InvalidPathException path) {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    return "need a file name that the locale's encoding, %s, can hold, found %s%s"
        .formatted(
            encoding,
            path.getInput(),
            encoding.equals("UTF-8") ? "" : "; set LC_ALL to a UTF-8 locale, such as C.UTF-8");
  }

  /** What happened, in words also where the JDK leaves them out. */
  private static String message(Exception error) {
    if (error instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return message(unchecked.getCause());
    }
    if (error instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (error instanceof FileSystemException file) {
      return file.getFile() + ": " + reason(file);
    }
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }

  /** Why a file could not be used, without its name. */
  static String reason(IOException error) {
    if (error instanceof AccessDeniedException) {
      return "no permission";
    }
    if (error instanceof FileAlreadyExistsException) {
      return "it is there already";
    }
    String reason =
        error instanceof FileSystemException file ? file.getReason() : error.getMessage();
    return reason == null ? error.getClass().getSimpleName() : reason;
  }
}
