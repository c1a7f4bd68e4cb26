package dev.ocimodel.registry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Every logger at TRACE, to standard output; named by {@code -Dslf4j.provider}. */
@SuppressWarnings("exports") // tests export nothing; the class path of a child sees all
public final class TraceToOutput implements SLF4JServiceProvider {

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();

  /** For slf4j, which makes it by its name. */
  public TraceToOutput() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return Output::new;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {
    // nothing to prepare
  }

  private static final class Output extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    Output(String name) {
      this.name = name;
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        @Nullable String message,
        Object @Nullable [] arguments,
        @Nullable Throwable failure) {
      System.out.println("LOG " + name + " " + message + " " + Arrays.toString(arguments));
      if (failure != null) {
        System.out.println(SecretsInTracesTest.trace(failure));
      }
    }
  }
}
