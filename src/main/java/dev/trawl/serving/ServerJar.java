package dev.trawl.serving;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes {@code serve.jar}: the prediction server and its libraries in one jar, out of the jars or
 * folders that this program itself runs from. It serves the folder that it lies in, with a JRE
 * alone.
 */
public final class ServerJar {
  /** What it is called in an exported folder. */
  public static final String FILE = "serve.jar";

  private static final String DOCKERFILE = "Dockerfile";

  private static final List<String> OWN =
      List.of("dev/trawl/serving/", "dev/trawl/http/", "dev/trawl/export/predict/");

  /** A class of each library that the server needs. */
  private static final List<String> LIBRARIES =
      List.of(
          "ai.onnxruntime.OrtSession",
          "ch.qos.logback.classic.LoggerContext",
          "ch.qos.logback.core.Context",
          "com.fasterxml.jackson.annotation.JsonProperty",
          "com.fasterxml.jackson.core.JsonFactory",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "io.javalin.Javalin",
          "jakarta.servlet.Servlet",
          "kotlin.Unit",
          "org.eclipse.jetty.ee10.servlet.ServletContextHandler",
          "org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet",
          "org.eclipse.jetty.http.HttpHeader",
          "org.eclipse.jetty.io.EndPoint",
          "org.eclipse.jetty.security.SecurityHandler",
          "org.eclipse.jetty.server.Server",
          "org.eclipse.jetty.session.SessionHandler",
          "org.eclipse.jetty.util.Callback",
          "org.eclipse.jetty.websocket.api.Session",
          "org.eclipse.jetty.websocket.common.SessionTracker",
          "org.eclipse.jetty.websocket.core.WebSocketComponents",
          "org.eclipse.jetty.websocket.core.server.WebSocketMappings",
          "org.slf4j.Logger");

  /** What a jar of many has no use for: signatures, debuggers' files, modules, Maven's notes. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|maven/.*|[^/]*\\.(SF|RSA|DSA|EC)|[^/]*\\.kotlin_module)"
              + "|(.*/)?module-info\\.class|.*\\.dSYM/.*|.*\\.kotlin_builtins|.*\\.pdb");

  private static final Pattern NOTICE =
      Pattern.compile(
          "(META-INF/)?[^/]*(LICENSE|NOTICE|Notices|Privacy)[^/]*", Pattern.CASE_INSENSITIVE);

  private static final String SERVICES = "META-INF/services/";
  private static final LocalDateTime WRITTEN = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final ZipOutputStream jar;
  private final Set<String> written = new HashSet<>();
  private final Map<String, ByteArrayOutputStream> services = new TreeMap<>();

  private ServerJar(ZipOutputStream jar) {
    this.jar = jar;
  }

  /** The files that {@link #write} makes. */
  public static List<String> files() {
    return List.of(FILE, DOCKERFILE);
  }

  /**
   * Writes the jar, some 50 MB, and a Dockerfile beside it.
   *
   * @throws IOException when they can't be written
   */
  public static void write(Path folder) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(FILE));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      ServerJar jar = new ServerJar(zip);
      jar.manifest();
      jar.addFrom(place(ServerJar.class), OWN);
      for (String library : LIBRARIES) {
        jar.addFrom(place(type(library)), List.of(""));
      }
      jar.services();
    }
    try (InputStream dockerfile = ServerJar.class.getResourceAsStream(DOCKERFILE)) {
      if (dockerfile == null) {
        throw new IllegalStateException("need a Dockerfile in the jar, found none");
      }
      Files.write(folder.resolve(DOCKERFILE), dockerfile.readAllBytes());
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, ServerJar.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("need the library of %s, found none".formatted(name), e);
    }
  }

  /** The jar or folder that a class comes from. */
  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void manifest() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, ServeMain.class.getName());
    attributes.put(Attributes.Name.MULTI_RELEASE, "true");
    attributes.put(new Attributes.Name("Enable-Native-Access"), "ALL-UNNAMED");
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    manifest.write(text);
    add(JarFile.MANIFEST_NAME, text.toByteArray());
  }

  private void addFrom(Path place, List<String> below) throws IOException {
    if (Files.isDirectory(place)) {
      addFrom(place, "", below);
      return;
    }
    String name = String.valueOf(place.getFileName()).replaceFirst("\\.jar$", "");
    try (FileSystem files = FileSystems.newFileSystem(place)) {
      addFrom(files.getPath("/"), name, below);
    }
  }

  private void addFrom(Path root, String library, List<String> below) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(root)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      if (below.stream().noneMatch(name::startsWith) || LEFT_OUT.matcher(name).matches()) {
        continue;
      }
      byte[] content = Files.readAllBytes(file);
      if (name.startsWith(SERVICES)) {
        service(name, content);
      } else if (NOTICE.matcher(name).matches()) {
        add("META-INF/licenses/%s/%s".formatted(library, file.getFileName()), content);
      } else {
        add(name, content);
      }
    }
  }

  private void service(String name, byte[] content) {
    ByteArrayOutputStream lines =
        services.computeIfAbsent(name, key -> new ByteArrayOutputStream());
    lines.writeBytes(content);
    lines.write('\n');
  }

  private void services() throws IOException {
    service(
        SERVICES + "ch.qos.logback.classic.spi.Configurator",
        ServeLog.class.getName().getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, ByteArrayOutputStream> service : services.entrySet()) {
      add(service.getKey(), service.getValue().toByteArray());
    }
  }

  /** The first of a name is the one that a class path would take. */
  private void add(String name, byte[] content) throws IOException {
    if (written.add(name)) {
      ZipEntry entry = new ZipEntry(name);
      entry.setTimeLocal(WRITTEN);
      jar.putNextEntry(entry);
      jar.write(content);
      jar.closeEntry();
    }
  }
}
