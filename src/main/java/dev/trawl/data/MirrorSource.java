package dev.trawl.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A web folder with the files, gzipped.
 *
 * @param folder ends in a slash
 * @param timeout for each file as a whole: the client's own ends with the response's headers
 */
record MirrorSource(URI folder, Duration timeout) implements DatasetSource {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;

  @Override
  public String title() {
    return folder.toString();
  }

  @Override
  public Path fetch(List<String> fileNames, Path work) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    for (String fileName : fileNames) {
      download(client, fileName + ".gz", work);
    }
    return work;
  }

  private void download(HttpClient client, String fileName, Path work)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(folder.resolve(fileName)).build();
    CompletableFuture<HttpResponse<Path>> response =
        client.sendAsync(request, BodyHandlers.ofFile(work.resolve(fileName)));
    try {
      int status = response.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      if (status != OK) {
        throw new IOException("%s: need HTTP status 200, found %d".formatted(fileName, status));
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "%s: need an answer, found: %s".formatted(fileName, FailureText.describe(cause)), e);
    } catch (TimeoutException e) {
      throw new IOException(
          "%s: need it within %d s, found it unfinished".formatted(fileName, timeout.toSeconds()),
          e);
    } finally {
      response.cancel(true);
    }
  }
}
