package dev.trawl.cli;

import dev.trawl.track.Damage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** The program {@code trawl}: the tree of commands, and what becomes of their errors. */
public final class Main {
  private static final int HELP_WIDTH = 90;

  private final Console console;
  private final Instant begun;

  Main(Console console) {
    this(console, Instant.now());
  }

  /**
   * @param begun when the user asked for the command
   */
  private Main(Console console, Instant begun) {
    this.console = console;
    this.begun = begun;
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Numbers are written one way, whatever the machine's language.
    Locale.setDefault(Locale.ROOT);
    if (Stream.of(arguments).anyMatch(argument -> argument.split("=", 2)[0].equals("--spark"))) {
      JavaObjects.refuseAllButSpark();
    } else {
      JavaObjects.refuseAll();
    }
    Console console = Console.system();
    new UserFolders(console.environment()).settle();
    long startMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
    System.exit(new Main(console, Instant.ofEpochMilli(startMillis)).run(arguments));
  }

  /** Runs a command and returns its exit code. */
  int run(String... arguments) {
    GlobalOptions options = new GlobalOptions();
    Output output = new Output(console, options);
    ErrorMessages errors = new ErrorMessages(output);
    Wiring wiring = new Wiring(options, output, begun);
    CommandLine commandLine =
        commands(options, output, wiring)
            .setOut(console.out())
            .setErr(console.err())
            .registerConverter(Path.class, new UserFolders(console.environment())::path)
            .setUsageHelpWidth(HELP_WIDTH)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionStrategy(parsed -> execute(parsed, options))
            .setParameterExceptionHandler(errors)
            .setExecutionExceptionHandler(errors);
    try {
      commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(ansi()));
      int exitCode = commandLine.execute(arguments);
      exitCode = sayDamage(wiring.database().damage(), exitCode);
      return console.out().checkError() ? unwritten(exitCode) : exitCode;
    } catch (OutOfMemoryError e) {
      long heap = Runtime.getRuntime().maxMemory() >> 20;
      console
          .err()
          .printf(
              "trawl: need more memory, found all of the heap's %d MB in use (%s);"
                  + " TRAWL_JAVA_OPTS=-Xmx%dm gives it twice as much%n",
              heap, e.getMessage(), 2 * heap);
      return ExitCode.FAILED;
    } finally {
      console.err().flush();
    }
  }

  /** Records that were left out: whoever reads the results must not take them for all. */
  private int sayDamage(List<Damage> damage, int exitCode) {
    damage.forEach(one -> console.err().println("warning: " + one.description()));
    if (damage.isEmpty()) {
      return exitCode;
    }
    console.err().println("what is damaged was left out; trawl restore brings a backup back");
    return exitCode == ExitCode.OK ? ExitCode.FAILED : exitCode;
  }

  /**
   * The results didn't get to stdout: whoever reads them must not take them for all. A reader that
   * left, such as {@code head}, has what it wanted, and knows.
   */
  private int unwritten(int exitCode) {
    if (console.pipedOut()) {
      return exitCode == ExitCode.OK ? ExitCode.READER_LEFT : exitCode;
    }
    console
        .err()
        .println(
            "trawl: need to write all results to stdout, found a full disk or a closed stream");
    return exitCode == ExitCode.OK ? ExitCode.FAILED : exitCode;
  }

  private static int execute(ParseResult parsed, GlobalOptions options) {
    LogSetup.besideDatabase(options.databaseUrl());
    Runnable quiet = options.verbose ? LogSetup.verbose() : () -> {};
    try {
      return new CommandLine.RunLast().execute(parsed);
    } finally {
      quiet.run();
    }
  }

  private Ansi ansi() {
    return console.terminalOut() && console.allowsColor() ? Ansi.ON : Ansi.OFF;
  }

  private static CommandLine commands(GlobalOptions options, Output output, Wiring wiring) {
    return new CommandLine(new TrawlCommand(options))
        .addSubcommand(new RunCommand(output, wiring))
        .addSubcommand(new ResumeCommand(output, wiring))
        .addSubcommand(new StopCommand(output, wiring))
        .addSubcommand(new SetCommand(output, wiring))
        .addSubcommand(new CheckCommand(output, wiring))
        .addSubcommand(new SweepsCommand(output, wiring))
        .addSubcommand(new RunsCommand(output, wiring))
        .addSubcommand(new ReportCommand(output, wiring))
        .addSubcommand(new ShowCommand(output, wiring))
        .addSubcommand(new LogsCommand(output, wiring))
        .addSubcommand(new VerifyCommand(output, wiring))
        .addSubcommand(new ReplayCommand(output, wiring))
        .addSubcommand(new NextSweepCommand(output, wiring))
        .addSubcommand(new TagCommand(output, wiring))
        .addSubcommand(new NoteCommand(output, wiring))
        .addSubcommand(new DeleteCommand(output, wiring))
        .addSubcommand(new UndeleteCommand(output, wiring))
        .addSubcommand(new ExportCommand(output, wiring))
        .addSubcommand(
            new CommandLine(new ModelsCommand(output, wiring))
                .addSubcommand(new ModelsAddCommand(output, wiring))
                .addSubcommand(new ModelsShowCommand(output, wiring))
                .addSubcommand(new ModelsAliasCommand(output, wiring))
                .addSubcommand(new ModelsDeleteCommand(output, wiring)))
        .addSubcommand(new PredictCommand(output, wiring))
        .addSubcommand(new ServeModelCommand(output, wiring))
        .addSubcommand(new ServeCommand(output, wiring))
        .addSubcommand(new GcCommand(output, wiring))
        .addSubcommand(
            new CommandLine(new DataCommand())
                .addSubcommand(new DataFetchCommand(output, wiring))
                .addSubcommand(new DataVerifyCommand(output, wiring)))
        .addSubcommand(
            new CommandLine(new NotifyCommand())
                .addSubcommand(new NotifyTestCommand(output, wiring))
                .addSubcommand(new NotifyListCommand(output, wiring)))
        .addSubcommand(new BackupCommand(output, wiring))
        .addSubcommand(new RestoreCommand(output, wiring))
        .addSubcommand(new RepairCommand(output))
        .addSubcommand(new DoctorCommand(output, wiring))
        .registerConverter(SubjectArgument.class, SubjectArgument::new)
        .registerConverter(ModelArgument.class, ModelArgument::new);
  }
}
