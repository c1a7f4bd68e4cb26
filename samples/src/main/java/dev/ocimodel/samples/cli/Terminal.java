package dev.ocimodel.samples.cli;

import java.io.Console;

/** Whether a person is watching. */
final class Terminal {

  private Terminal() {}

  /** Before Java 22 a console is a terminal; from 22 on it has to be asked. */
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
