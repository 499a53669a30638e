package vgpuctl.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TogetherTest {

    private final Together together = new Together();
    private final AtomicInteger looks = new AtomicInteger();

    private Reply look(String question, CountDownLatch until) {
        return together.answer(
                question,
                () -> {
                    var number = looks.incrementAndGet();
                    try {
                        until.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return Reply.text(200, Reply.JSON, question + number);
                });
    }

    @Test
    void whoAsksWhileALookIsOnItsWayGetsALaterOneTogetherWithTheOthers() throws Exception {
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = CompletableFuture.supplyAsync(() -> look("gpus", go), threads);
            while (looks.get() == 0) {
                Thread.sleep(5);
            }
            var later = new ArrayList<CompletableFuture<Reply>>();
            for (var i = 0; i < 50; i++) {
                later.add(CompletableFuture.supplyAsync(() -> look("gpus", go), threads));
            }
            Thread.sleep(200);
            assertThat(looks).hasValue(1);
            go.countDown();

            assertThat(first.get(5, TimeUnit.SECONDS).body()).isEqualTo("gpus1");
            for (var reply : later) {
                assertThat(reply.get(5, TimeUnit.SECONDS).body()).isEqualTo("gpus2");
            }
            assertThat(looks).hasValue(2);
        }
    }

    @Test
    void anotherQuestionIsAnotherLookAndAFailureIsForAllOfItsRound() {
        var go = new CountDownLatch(0);
        assertThat(look("gpus", go).body()).isEqualTo("gpus1");
        assertThat(look("types", go).body()).isEqualTo("types2");
        for (var i = 0; i < 2; i++) {
            assertThat(
                            CompletableFuture.supplyAsync(() ->
                                    together.answer(
                                            "gpus",
                                            () -> {
                                                throw new IllegalStateException("oops");
                                            })))
                    .failsWithin(5, TimeUnit.SECONDS);
        }
        assertThat(look("gpus", go).body()).isEqualTo("gpus3");
    }
}
