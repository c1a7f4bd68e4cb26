package dev.ocimodel.architecture;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints types as a signature shows them, nullness included. Written out here because {@code
 * AnnotatedType.toString()} differs between JDK releases.
 */
final class TypeText {
  private TypeText() {}

  static String of(AnnotatedType type) {
    if (type instanceof AnnotatedArrayType array) {
      return of(array.getAnnotatedGenericComponentType()) + nullness(type, " @Nullable []", "[]");
    }
    return nullness(type, "@Nullable ", "") + plain(type);
  }

  /** The type parameters with their bounds, as in {@code <T extends Number>}, or nothing. */
  static String parameters(TypeVariable<?>[] variables) {
    if (variables.length == 0) {
      return "";
    }
    return Arrays.stream(variables)
        .map(v -> nullness(v, "@Nullable ", "") + v.getName() + bounds(v))
        .collect(Collectors.joining(", ", "<", ">"));
  }

  /** The name of a class: {@code java.lang} is left out, a nested class stands after a dot. */
  static String name(Class<?> type) {
    String name = type.getCanonicalName() == null ? type.getName() : type.getCanonicalName();
    return name.matches("java\\.lang\\.[A-Z].*") ? name.substring("java.lang.".length()) : name;
  }

  private static String plain(AnnotatedType type) {
    if (type instanceof AnnotatedParameterizedType parameterized) {
      Class<?> raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
      return name(raw) + list(parameterized.getAnnotatedActualTypeArguments(), ", ", "<", ">");
    }
    if (type instanceof AnnotatedWildcardType wildcard) {
      return wildcard(wildcard);
    }
    if (type instanceof AnnotatedTypeVariable) {
      return ((TypeVariable<?>) type.getType()).getName();
    }
    return type.getType() instanceof Class<?> c ? name(c) : type.getType().getTypeName();
  }

  private static String wildcard(AnnotatedWildcardType type) {
    if (type.getAnnotatedLowerBounds().length > 0) {
      return "? super " + list(type.getAnnotatedLowerBounds(), " & ", "", "");
    }
    return "?" + extending(type.getAnnotatedUpperBounds());
  }

  private static String bounds(TypeVariable<?> variable) {
    return extending(variable.getAnnotatedBounds());
  }

  private static String extending(AnnotatedType[] bounds) {
    List<String> written =
        Arrays.stream(bounds).map(TypeText::of).filter(b -> !b.equals("Object")).toList();
    return written.isEmpty() ? "" : " extends " + String.join(" & ", written);
  }

  private static String list(AnnotatedType[] types, String between, String before, String after) {
    return Arrays.stream(types)
        .map(TypeText::of)
        .collect(Collectors.joining(between, before, after));
  }

  private static String nullness(AnnotatedElement element, String nullable, String otherwise) {
    return element.isAnnotationPresent(Nullable.class) ? nullable : otherwise;
  }
}
