package dev.ocimodel.registry;

/**
 * What a registry wants the people behind a client to know, such as an end that comes near
 * (distribution-spec 1.1 "Warnings"). It changes nothing about the answer it came with.
 *
 * @param registry host and optional port, as in references
 * @param text the registry's words, made printable and cut at 4096 characters
 */
public record RegistryWarning(String registry, String text) {}
