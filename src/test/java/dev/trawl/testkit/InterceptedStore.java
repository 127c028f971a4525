package dev.trawl.testkit;

import dev.trawl.track.RunStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A real store, some of whose operations a test delays, fails or answers otherwise. */
public final class InterceptedStore {
  private InterceptedStore() {}

  /** An operation of the real store. */
  public interface Operation {
    String name();

    Object[] arguments();

    /** Does it: what the real store answers, or throws. */
    @Nullable Object proceed() throws Throwable;
  }

  /** Answers an operation; what it throws is what the store does. */
  public interface Interception {
    @Nullable Object answer(Operation operation) throws Throwable;
  }

  /** What it gives for requests is intercepted likewise. */
  public static RunStore of(RunStore real, Interception interception) {
    return (RunStore)
        Proxy.newProxyInstance(
            RunStore.class.getClassLoader(),
            new Class<?>[] {RunStore.class},
            (proxy, method, given) -> {
              Object[] arguments = given == null ? new Object[0] : given;
              if (method.getName().equals("forRequests")) {
                return of(real.forRequests(), interception);
              }
              return interception.answer(
                  new Operation() {
                    @Override
                    public String name() {
                      return method.getName();
                    }

                    @Override
                    public Object[] arguments() {
                      return arguments;
                    }

                    @Override
                    public @Nullable Object proceed() throws Throwable {
                      try {
                        return method.invoke(real, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                      }
                    }
                  });
            });
  }
}
