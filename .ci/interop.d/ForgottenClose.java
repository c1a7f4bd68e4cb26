import dev.ocimodel.registry.RegistryClient;

/** Talks to a registry and never closes the client: the JVM must end all the same. */
class ForgottenClose {
  public static void main(String[] arguments) {
    var repository = RegistryClient.builder().build().repository(arguments[0]);
    System.out.println("   " + repository.resolve(arguments[1]).digest());
  }
}
