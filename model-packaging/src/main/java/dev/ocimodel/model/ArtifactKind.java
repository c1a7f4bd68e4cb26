package dev.ocimodel.model;

/** The ways to package a model that are read. */
public enum ArtifactKind {
  /** A CNCF ModelPack artifact, as this SDK, modctl and AIKit write it. */
  MODEL_PACK,
  /** A KitOps ModelKit. */
  MODEL_KIT,
  /** A container image with the model's files under {@code /models}. */
  IMAGE,
  /** An artifact whose layers are files named by their titles, as ORAS writes it. */
  FILES
}
