package io.pillion.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TaskContextsTest {
  private final TaskContexts contexts = new TaskContexts(1000);

  @Test
  void contextIsTakenOnce() {
    Object task = new Object();
    contexts.put(task, "request");

    assertThat(contexts.take(task)).isEqualTo("request");
    assertThat(contexts.take(task)).isNull();
    assertThat(contexts.size()).isZero();
  }

  @Test
  void contextsOfOneTaskAreTakenInTheirOrder() {
    Object task = new Object();
    contexts.put(task, "first");
    contexts.put(task, "second");
    contexts.put(task, "third");

    assertThat(List.of(contexts.take(task), contexts.take(task), contexts.take(task)))
        .containsExactly("first", "second", "third");
  }

  @Test
  void setReplacesTheContext() {
    Object task = new Object();
    contexts.set(task, "first");
    contexts.set(task, "second");

    assertThat(contexts.take(task)).isEqualTo("second");
    assertThat(contexts.take(task)).isNull();
  }

  @Test
  void undoRemovesThatAdditionOnly() {
    Object task = new Object();
    contexts.put(task, "first");
    Object second = contexts.put(task, "second");

    contexts.undo(second);
    contexts.undo(second);

    assertThat(contexts.take(task)).isEqualTo("first");
    assertThat(contexts.size()).isZero();
  }

  @Test
  void undoByContextRemovesTheNewestOfThatContext() {
    Object task = new Object();
    contexts.put(task, "mine");
    contexts.put(task, "yours");
    contexts.put(task, "mine");

    contexts.undo(task, "mine");
    contexts.undo(task, "unknown");

    assertThat(contexts.take(task)).isEqualTo("mine");
    assertThat(contexts.take(task)).isEqualTo("yours");
    assertThat(contexts.take(task)).isNull();
  }

  @Test
  void undoAfterTakeDoesNothing() {
    Object task = new Object();
    Object addition = contexts.put(task, "request");
    contexts.take(task);

    contexts.undo(addition);

    assertThat(contexts.size()).isZero();
  }

  @Test
  void equalTasksAreDifferentAndTheirMethodsAreNotCalled() {
    List<Object> tasks = List.of(new Touchy(), new Touchy());
    contexts.put(tasks.get(0), "first");
    contexts.put(tasks.get(1), "second");

    assertThat(contexts.take(tasks.get(1))).isEqualTo("second");
    assertThat(contexts.take(tasks.get(0))).isEqualTo("first");
  }

  @Test
  void whatExceedsTheCapacityIsCounted() {
    TaskContexts few = new TaskContexts(2);
    List<Object> tasks = List.of(new Object(), new Object(), new Object());
    for (Object task : tasks) {
      few.put(task, "request");
    }

    assertThat(few.take(tasks.get(2))).isNull();
    assertThat(few.untracked()).isEqualTo(1);
    assertThat(few.size()).isEqualTo(2);
    few.take(tasks.get(0));
    few.put(tasks.get(2), "request");
    assertThat(few.take(tasks.get(2))).isEqualTo("request");
  }

  @Test
  void tasksThatNobodyHoldsAreForgottenWithTheirContexts() throws InterruptedException {
    List<WeakReference<Object>> held = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Object context = new Object();
      held.add(new WeakReference<>(context));
      contexts.put(new Object(), context);
    }
    while (contexts.size() > 0) {
      System.gc();
      contexts.take(this);
      Thread.onSpinWait();
    }
    while (held.stream().anyMatch(context -> context.get() != null)) {
      System.gc();
    }
    assertThat(contexts.untracked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesAsAMapOfQueues(long seed) {
    Random random = new Random(seed);
    Map<Object, Deque<Object>> model = new IdentityHashMap<>();
    List<Object> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tasks.add(new Object());
      model.put(tasks.get(i), new ArrayDeque<>());
    }
    List<Object> words = List.of("a", "b", "c");
    for (int step = 0; step < 20_000; step++) {
      Object task = tasks.get(random.nextInt(tasks.size()));
      Object context = words.get(random.nextInt(words.size()));
      Deque<Object> queue = model.get(task);
      switch (random.nextInt(4)) {
        case 0 -> {
          if (contexts.put(task, context) != null) {
            queue.addLast(context);
          }
        }
        case 1 -> {
          queue.pollFirst();
          if (contexts.set(task, context) != null) {
            queue.addLast(context);
          }
        }
        case 2 -> {
          contexts.undo(task, context);
          removeNewest(queue, context);
        }
        default -> assertThat(contexts.take(task)).isSameAs(queue.pollFirst());
      }
      assertThat(contexts.size()).isEqualTo(model.values().stream().mapToInt(Deque::size).sum());
    }
  }

  @Test
  void eachContextComesOutOnceUnderContention() throws Exception {
    TaskContexts many = new TaskContexts(100_000);
    List<Object> shared = List.of(new Object(), new Object(), new Object());
    Set<Object> taken = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<Integer>> work = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      int base = thread * 20_000;
      work.add(() -> putAndTake(many, shared, taken, base));
    }
    int count = 0;
    for (Future<Integer> end : threads.invokeAll(work)) {
      count += end.get();
    }
    threads.shutdown();
    for (Object task : shared) {
      for (Object left = many.take(task); left != null; left = many.take(task)) {
        assertThat(taken.add(left)).isTrue();
        count++;
      }
    }

    assertThat(count).isEqualTo(80_000);
    assertThat(taken).hasSize(80_000);
    assertThat(many.size()).isZero();
  }

  private static int putAndTake(
      TaskContexts many, List<Object> shared, Set<Object> taken, int base) {
    int count = 0;
    for (int i = 0; i < 20_000; i++) {
      Object own = new Object();
      Object task = i % 2 == 0 ? own : shared.get(i % shared.size());
      many.put(task, base + i);
      Object context = many.take(task);
      if (context != null) {
        assertThat(taken.add(context)).isTrue();
        count++;
      }
      assertThat(task != own || context.equals(base + i)).isTrue();
    }
    return count;
  }

  private static void removeNewest(Deque<Object> queue, Object context) {
    for (Iterator<Object> newest = queue.descendingIterator(); newest.hasNext(); ) {
      if (newest.next() == context) {
        newest.remove();
        return;
      }
    }
  }

  @Test
  void nothingIsTakenWhereNothingWasPut() {
    assertThat(Collections.singletonList(contexts.take(new Touchy()))).containsOnlyNulls();
  }

  /** An application's task whose methods are none of our business. */
  private static final class Touchy {
    @Override
    public boolean equals(Object other) {
      throw new AssertionError("called");
    }

    @Override
    public int hashCode() {
      throw new AssertionError("called");
    }
  }
}
