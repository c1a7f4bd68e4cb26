package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/**
 * What the "restricted" Pod Security Standard asks for, and a read-only root file system beside it.
 *
 * @param user uid of every container; as a group, owner of the volumes that Kubernetes may chown
 * @param group primary gid of every container, as the server's image expects it
 */
record RestrictedSecurity(long user, long group) {

  private static final String ALL = "ALL";

  /** Files keep their owner where it is right already: a chown of every file takes minutes. */
  PodSecurityContext pod() {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(user)
        .withRunAsGroup(group)
        .withFsGroup(user)
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  static SecurityContext container() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop(ALL)
        .endCapabilities()
        .withReadOnlyRootFilesystem(true)
        .build();
  }
}
