package dev.trawl.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.export.predict.Predictor;
import dev.trawl.http.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BatcherTest {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();

  /** Of images of one byte: its value and the value's double. The first call waits to be let go. */
  private final class Doubling implements Predictor {
    @Override
    public String runtime() {
      return "a test";
    }

    @Override
    public float[] probabilities(byte[] images) {
      entered.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      float[] rows = new float[2 * images.length];
      for (int i = 0; i < images.length; i++) {
        if (images[i] == 99) {
          throw new IllegalStateException("99");
        }
        rows[2 * i] = images[i];
        rows[2 * i + 1] = 2 * images[i];
      }
      return rows;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  /** A batcher whose model is busy with one image until {@link #go}. */
  private Batcher busy() throws InterruptedException {
    Batcher batcher = new Batcher(new Doubling(), 1, sizes::add);
    Thread first = new Thread(() -> batcher.predict(new byte[] {1}).join());
    first.start();
    entered.await();
    return batcher;
  }

  @Test
  void model_idle_predictsInTheRequestsThread() {
    go.countDown();
    try (Batcher batcher = new Batcher(new Doubling(), 1, sizes::add)) {
      CompletableFuture<float[]> answer = batcher.predict(new byte[] {3, 4});

      assertThat(answer).isCompletedWithValueMatching(rows -> rows.length == 4 && rows[3] == 8);
    }
    assertThat(closed).isTrue();
  }

  @Test
  void model_busy_takesAllThatWaitsTogether() throws Exception {
    List<CompletableFuture<float[]>> answers = new ArrayList<>();
    try (Batcher batcher = busy()) {
      for (int i = 0; i < 100; i++) {
        answers.add(batcher.predict(new byte[] {(byte) (i % 90)}));
      }
      assertThat(batcher.waiting()).isEqualTo(100);
      go.countDown();
      for (int i = 0; i < 100; i++) {
        assertThat(answers.get(i).get(10, TimeUnit.MINUTES)).containsExactly(i % 90, 2 * (i % 90));
      }
    }
    assertThat(sizes).containsExactly(1, 64, 36);
  }

  @Test
  void images_moreThanMayWait_areRefused() throws Exception {
    Batcher batcher = busy();
    CompletableFuture<float[]> waiting = batcher.predict(new byte[Batcher.MOST_WAITING]);

    assertThatThrownBy(() -> batcher.predict(new byte[1]))
        .isInstanceOfSatisfying(
            RequestException.class, refused -> assertThat(refused.status()).isEqualTo(503));

    go.countDown();
    batcher.close();
    assertThat(waiting).as("what waits at the end is answered").isCompleted();
    assertThatThrownBy(() -> batcher.predict(new byte[1])).isInstanceOf(RequestException.class);
  }

  @Test
  void model_thatFails_failsThatBatchAlone() throws Exception {
    try (Batcher batcher = busy()) {
      CompletableFuture<float[]> bad = batcher.predict(new byte[] {99});
      go.countDown();
      assertThatThrownBy(() -> bad.get(10, TimeUnit.MINUTES)).hasRootCauseMessage("99");
      assertThat(batcher.predict(new byte[] {5}).get(10, TimeUnit.MINUTES)).containsExactly(5, 10);
    }
  }

  @Test
  void answer_ofABatchThatClosesIt_endsAndFreesTheModel() throws Exception {
    Batcher batcher = busy();
    CompletableFuture<Void> last = batcher.predict(new byte[] {2}).thenRun(batcher::close);

    go.countDown();

    last.get(10, TimeUnit.MINUTES);
    batcher.close(); // which waits for the thread of batches
    assertThat(closed).isTrue();
  }

  @Test
  void requests_ofManyThreads_getTheirOwnAnswers() throws Exception {
    go.countDown();
    var threads = Executors.newFixedThreadPool(8);
    try (Batcher batcher = new Batcher(new Doubling(), 1, sizes::add)) {
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        byte value = (byte) (i % 90);
        all.add(
            CompletableFuture.supplyAsync(
                () -> batcher.predict(new byte[] {value}).join()[1] == 2 * value, threads));
      }
      assertThat(all).allMatch(CompletableFuture::join);
    } finally {
      threads.shutdown();
    }
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2000);
  }
}
