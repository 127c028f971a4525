package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher in a tree of its own, with scripts in the places of java, mvn, node and npm. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private final Path root;
  private final Path tools;
  private final Map<String, String> environment = new HashMap<>();

  /** What a launcher printed and ended with. */
  private record Launched(int exitCode, String out, String err) {}

  LauncherTest(@TempDir Path folder) throws IOException {
    this.root = folder.toRealPath().resolve("a tree");
    this.tools = folder.resolve("tools");
  }

  @BeforeEach
  void plant() throws IOException {
    Files.createDirectories(root.resolve("src/main/java"));
    Files.createDirectories(root.resolve("web/src"));
    Files.createDirectories(root.resolve("web/dist"));
    Files.createDirectories(tools);
    Files.copy(Path.of("trawl"), root.resolve("trawl"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("src/main/java/A.java"), "class A {}");
    Files.createDirectories(root.resolve("src/spark/java"));
    Files.writeString(root.resolve("web/src/a.ts"), "");
    java(17);
    tool("javac", "");
    tool("npm", "");
    tool("node", "echo v20.19.0");
    tool(
        "mvn",
        """
        echo build >>"%1$s/builds"; mkdir -p "%1$s/target/spark"
        for folder in target target/spark; do echo >"%1$s/$folder/trawl.jar"; done
        """
            .formatted(root));
    age();
  }

  @Test
  void launch_ofAFreshTree_buildsOnceAndPassesTheArgumentsOn() throws Exception {
    Launched first = launch("runs", "a b", "--json");
    Launched second = launch("runs");

    assertThat(first.err()).isEqualTo("trawl: building Trawl (first time: some minutes) …\n");
    assertThat(first.out()).contains("-jar " + root + "/target/app.jar runs a b --json\n");
    assertThat(second.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void launch_afterAnyChangeOfASource_buildsAgain() throws Exception {
    launch("sweeps");
    int builds = 1;
    for (String file : List.of("pom.xml", "src/main/java/A.java", "web/src/a.ts")) {
      Files.writeString(root.resolve(file), "changed");

      Launched launched = launch("sweeps");

      assertThat(launched.err()).isEqualTo("trawl: building Trawl, since " + file + " changed …\n");
      assertThat(builds()).isEqualTo(++builds);
    }
    Files.delete(root.resolve("src/main/java/A.java"));
    launch("sweeps");
    assertThat(builds()).isEqualTo(builds + 1);
  }

  @Test
  void launch_afterAChangeOfWhatIsBuilt_doesNotBuild() throws Exception {
    launch("sweeps");
    Files.writeString(root.resolve("web/dist/index.html"), "built");
    Files.writeString(root.resolve("README.md"), "changed");

    launch("sweeps");

    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void launch_afterAChangeOfAnExample_buildsWhatServesIt() throws Exception {
    launch("sweeps");
    Files.createDirectories(root.resolve("sweeps"));
    Files.writeString(root.resolve("sweeps/tiny.yaml"), "name: changed");

    launch("run", "sweeps/tiny.yaml");
    assertThat(builds()).isEqualTo(1);
    launch("serve");
    assertThat(builds()).isEqualTo(2);
    launch("run", "sweeps/tiny.yaml", "--serve");
    assertThat(builds()).isEqualTo(2);
  }

  /** A running sweep has its own copy of the jar. */
  @Test
  void launch_onSpark_buildsThatOnceBesideTheOtherAndAgainAfterAnyChange() throws Exception {
    Launched first = launch("run", "a.yaml", "--spark", "spark://127.0.0.1:7077");
    assertThat(first.err())
        .endsWith("trawl: building Trawl with Spark's libraries (first time: some minutes) …\n");
    assertThat(first.out()).contains("-jar " + root + "/target/spark/app.jar run a.yaml ");
    launch("run", "a.yaml", "--spark=spark://127.0.0.1:7077");
    assertThat(builds()).as("the ordinary one and Spark's").isEqualTo(2);
    Path jar = root.resolve("target/spark/app.jar");
    Object file = Files.getAttribute(jar, "unix:ino");
    int builds = 2;
    for (String changed :
        List.of("src/spark/java/B.java", "src/main/java/A.java", "web/src/a.ts")) {
      Files.createDirectories(root.resolve(changed).getParent());
      Files.writeString(root.resolve(changed), "changed");

      launch("doctor", "--spark", "spark://127.0.0.1:7077");

      builds += changed.startsWith("src/spark") ? 1 : 2;
      assertThat(builds()).as(changed).isEqualTo(builds);
      assertThat(Files.getAttribute(jar, "unix:ino")).isNotEqualTo(file);
      file = Files.getAttribute(jar, "unix:ino");
    }
  }

  @Test
  void launch_whenSparksBuildFails_showsTheUsefulPart() throws Exception {
    launch("sweeps");
    tool("mvn", "echo '[INFO] noise'; echo '[ERROR] B.java:[1,2] broken'; exit 1");

    Launched launched = launch("run", "a.yaml", "--spark", "spark://127.0.0.1:7077");

    assertThat(launched.exitCode()).isEqualTo(1);
    assertThat(launched.err().lines().skip(1))
        .containsExactly(
            "[ERROR] B.java:[1,2] broken",
            "trawl: the build failed; its whole output is in " + root + "/target/spark.log");
  }

  @Test
  void launch_throughASymlinkFromElsewhere_staysWhereItWasCalled() throws Exception {
    Path elsewhere = Files.createDirectories(tools.resolve("else where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("t"), Path.of("../../a tree/trawl"));

    Launched launched = launch(elsewhere, List.of(link.toString(), "sweeps"));

    assertThat(launched.exitCode()).isZero();
    assertThat(launched.out()).contains("in " + elsewhere.toRealPath() + "\n");
    assertThat(launched.out()).contains(" -Dtrawl.launcher=" + link + " ");
  }

  @Test
  void launch_withCdpath_findsItsOwnTree() throws Exception {
    Files.createDirectories(tools.resolve("a tree"));
    environment.put("CDPATH", tools.toString());

    Launched launched = launch(root.resolveSibling(""), List.of("a tree/trawl", "sweeps"));

    assertThat(launched.exitCode()).isZero();
    assertThat(launched.out()).contains("-jar " + root + "/target/app.jar sweeps\n");
  }

  @ParameterizedTest
  @CsvSource({
    "LC_ALL, C",
    "LC_ALL, POSIX",
    "LANG, C",
    "LC_CTYPE, C",
    "LC_ALL, xx_YY.UTF-8",
    "LANG, ''"
  })
  void launch_inALocaleWithoutAnEncoding_takesAUtf8One(String variable, String locale)
      throws Exception {
    environment.put(variable, locale);

    assertThat(launch("sweeps").out()).containsPattern("LC_ALL=\\S*(?i)utf-?8\n");
  }

  @Test
  void launch_inAUtf8Locale_keepsIt() throws Exception {
    environment.put("LC_CTYPE", "C.UTF-8");

    assertThat(launch("sweeps").out()).contains("LC_ALL=\n");
  }

  @Test
  void launch_withClosedStreams_givesJavaOnesThatAreNoFilesOfItsOwn() throws Exception {
    launch("sweeps");
    tool(
        "java",
        """
        case $1 in -version) echo 'openjdk version "17.0.1" 2026-01-01' >&2; exit;; esac
        { echo out; } 2>/dev/null || echo "out can't be written" >>"%1$s/seen"
        { echo err >&2; } && echo "err can be written" >>"%1$s/seen"
        [ -z "$(cat)" ] && echo "in is empty" >>"%1$s/seen"
        """
            .formatted(root));

    finish(start(root, List.of("sh", "-c", "./trawl sweeps <&- >&- 2>&-")));

    assertThat(root.resolve("seen"))
        .hasContent("out can't be written\nerr can be written\nin is empty\n");
  }

  @Test
  void launch_withoutAPlaceToBuildIn_saysWhatToDo() throws Exception {
    Files.createFile(root.resolve("target"));

    Launched launched = launch("sweeps");

    assertThat(launched.exitCode()).isEqualTo(1);
    assertThat(launched.err().lines()).hasSize(1);
    assertThat(launched.err()).contains("need to build Trawl", root + "/target", "as its owner");
    assertThat(root.resolve("builds")).doesNotExist();
  }

  @Test
  void launch_whenTheBuildFails_showsTheUsefulPartAndTriesAgainNextTime() throws Exception {
    tool(
        "mvn",
        "echo '[INFO] noise'; echo '[ERROR] A.java:[1,2] broken'; echo '[ERROR] A.java:[1,2]"
            + " broken'; echo '[ERROR] -> [Help 1]'; exit 1");

    Launched launched = launch("sweeps");

    assertThat(launched.exitCode()).isEqualTo(1);
    assertThat(launched.out()).isEmpty();
    assertThat(launched.err().lines().skip(1))
        .containsExactly(
            "[ERROR] A.java:[1,2] broken",
            "trawl: the build failed; its whole output is in " + root + "/target/build.log");
    assertThat(launch("sweeps").exitCode()).isEqualTo(1);
  }

  @Test
  void launch_ofTwoAtOnce_buildsOnce() throws Exception {
    tool(
        "mvn",
        "echo build >>\"%1$s/builds\"; sleep 1; echo >\"%1$s/target/trawl.jar\"".formatted(root));

    Process first = start(root, List.of("./trawl", "sweeps"));
    Process second = start(root, List.of("./trawl", "sweeps"));

    assertThat(finish(first).exitCode()).isZero();
    assertThat(finish(second).exitCode()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void launch_withAnOldJava_saysWhatIsNeededAndFound() throws Exception {
    java(11);

    Launched launched = launch("sweeps");

    assertThat(launched.exitCode()).isEqualTo(1);
    assertThat(launched.err())
        .startsWith("trawl: need JDK 17 or newer, found Java 11 in " + tools + "/java");
  }

  @Test
  void launch_withAnOldNode_saysWhatIsNeededAndFound() throws Exception {
    tool("node", "echo v18.20.4");

    assertThat(launch("sweeps").err())
        .isEqualTo("trawl: need Node 20.19 or newer to build the web app, found Node 18.20.4\n");
  }

  @Test
  void launch_ofACommandThatTrains_setsWhatTrainingNeeds() throws Exception {
    String training = launch("--no-color", "run", "a.yaml").out();
    String quick = launch("sweeps").out();

    assertThat(training)
        .contains("OMP_NUM_THREADS=1 passive\n")
        .contains("-Dorg.eclipse.deeplearning4j.helpers.disable=false")
        .doesNotContain("TieredStopAtLevel");
    assertThat(quick).contains("-XX:TieredStopAtLevel=1").doesNotContain("unsafe-memory-access");
  }

  @Test
  void launch_withANewerJava_silencesItsWarnings() throws Exception {
    java(25);

    assertThat(launch("sweeps").out()).contains("--sun-misc-unsafe-memory-access=allow");
  }

  private long builds() throws IOException {
    try (var lines = Files.lines(root.resolve("builds"))) {
      return lines.count();
    }
  }

  private void java(int version) throws IOException {
    tool(
        "java",
        """
        if [ "$1" = -version ]; then echo 'openjdk version "%d.0.1" 2026-01-01' >&2; exit; fi
        case $1 in -XX:ArchiveClassesAtExit*) exit 1;; esac
        echo "in $(pwd -P)"
        echo "OMP_NUM_THREADS=$OMP_NUM_THREADS $OMP_WAIT_POLICY"
        echo "LC_ALL=$LC_ALL"
        echo "$@"
        """
            .formatted(version));
  }

  private void tool(String name, String script) throws IOException {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Sources are older than any build, as after a checkout long ago. */
  private void age() throws IOException {
    FileTime old = FileTime.from(Instant.now().minusSeconds(3600));
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
  }

  private Launched launch(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(root + "/trawl"));
    command.addAll(List.of(arguments));
    return launch(root, command);
  }

  private Launched launch(Path directory, List<String> command) throws Exception {
    return finish(start(directory, command));
  }

  private Process start(Path directory, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().remove("JAVA_HOME");
    List.of("OMP_NUM_THREADS", "OMP_WAIT_POLICY", "LC_ALL", "LC_CTYPE", "LANG")
        .forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Launched finish(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Launched(process.exitValue(), out, err);
  }
}
