package dev.trawl.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client that goes on sending its body when it has the answer already. */
public final class StubbornClient {
  /** More than a system keeps for a server that doesn't read, in bytes. */
  public static final int LARGE = 12 << 20;

  private static final int PIECE = 1 << 16;

  private StubbornClient() {}

  /**
   * The answer to a request of this server.
   *
   * @param head its lines
   * @param bytes of its body, whose length it doesn't say: all of them are sent, most of them after
   *     the answer and the server's end of the connection have come
   * @throws IOException when the server doesn't take them
   */
  public static String answer(int port, List<String> head, int bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      String chunk = "Transfer-Encoding: chunked\r\n\r\n%x\r\n".formatted(bytes);
      out.write((String.join("\r\n", head) + "\r\n" + chunk).getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      for (int sent = 0; sent < bytes; sent += PIECE) {
        out.write(new byte[Math.min(bytes - sent, PIECE)]);
      }
      return answer;
    }
  }
}
