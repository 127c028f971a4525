package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.JavaProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A filter is the whole process's, and set once: so a process of its own. */
class JavaObjectsTest {

  @Test
  void refuseAll_inAProcess_refusesEvenAList() throws Exception {
    Process process = JavaProcess.with().main(Reading.class).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(said).contains("read before", "refused after");
  }

  /** Reads a list before and after. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) throws Exception {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new ObjectOutputStream(bytes).writeObject(new ArrayList<>(List.of("a")));
      read(bytes.toByteArray(), "before");
      JavaObjects.refuseAll();
      read(bytes.toByteArray(), "after");
    }

    private static void read(byte[] bytes, String when) throws Exception {
      try {
        new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject();
        System.out.println("read " + when);
      } catch (InvalidClassException e) {
        System.out.println("refused " + when);
      }
    }
  }
}
