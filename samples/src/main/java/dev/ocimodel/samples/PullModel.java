package dev.ocimodel.samples;

import dev.ocimodel.model.ModelUnpacker;
import dev.ocimodel.model.UnpackResult;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.transfer.TransferException;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.RegistryUnavailableException;
import dev.ocimodel.registry.Repository;
import dev.ocimodel.registry.UnauthorizedException;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.nio.file.Path;

/**
 * Pulls a model into a directory, and tells failures apart by what to do next. Run it again after a
 * failure or a kill: what has arrived is not fetched twice.
 *
 * <p>Arguments: REPOSITORY TAG DIRECTORY. Prints the files.
 */
public final class PullModel {

  private PullModel() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    try (RegistryClient client =
        RegistryClient.builder().credentials(CredentialsProvider.dockerConfig()).build()) {
      Repository repository = client.repository(args[0]);
      UnpackResult result = ModelUnpacker.create().unpack(repository, args[1], Path.of(args[2]));
      result.files().forEach(System.out::println);
    } catch (ContentNotFoundException e) {
      System.out.println("Ask for something else: " + e.getMessage());
    } catch (UnauthorizedException e) {
      System.out.println("Fix the credentials: " + e.getMessage());
    } catch (RegistryUnavailableException | TransferException e) {
      System.out.println("Look at the network, then try again: " + e.getMessage());
    }
  }
}
