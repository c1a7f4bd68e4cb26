package dev.ocimodel.architecture;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One public type: its header line, then its members, each on a line of its own. */
final class ApiType {
  private final Class<?> type;

  ApiType(Class<?> type) {
    this.type = type;
  }

  String text() {
    StringBuilder text = new StringBuilder(header()).append('\n');
    for (String member : new ApiMembers(type).lines()) {
      text.append("  ").append(member).append('\n');
    }
    return text.toString();
  }

  private String header() {
    return annotations()
        + modifiers()
        + kind()
        + " "
        + TypeText.name(type)
        + TypeText.parameters(type.getTypeParameters())
        + components()
        + superTypes()
        + permits();
  }

  private String annotations() {
    return (type.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "")
        + (type.isAnnotationPresent(FunctionalInterface.class) ? "@FunctionalInterface " : "");
  }

  private String modifiers() {
    int modifiers = type.getModifiers();
    // What the compiler adds by itself says nothing: records are final, interfaces abstract, and
    // an enum is final or sealed by whether a constant has a body.
    boolean plainClass = !type.isInterface() && !type.isEnum() && !type.isRecord();
    boolean nested = type.getDeclaringClass() != null;
    return (Modifier.isProtected(modifiers) ? "protected " : "public ")
        + (nested && plainClass && Modifier.isStatic(modifiers) ? "static " : "")
        + (plainClass && Modifier.isAbstract(modifiers) ? "abstract " : "")
        + (plainClass && Modifier.isFinal(modifiers) ? "final " : "")
        + (isSealed() ? "sealed " : "");
  }

  private String kind() {
    if (type.isAnnotation()) {
      return "@interface";
    }
    if (type.isInterface()) {
      return "interface";
    }
    if (type.isEnum()) {
      return "enum";
    }
    return type.isRecord() ? "record" : "class";
  }

  private String components() {
    if (!type.isRecord()) {
      return "";
    }
    return Arrays.stream(type.getRecordComponents())
        .map(c -> TypeText.of(c.getAnnotatedType()) + " " + c.getName())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String superTypes() {
    StringBuilder text = new StringBuilder();
    AnnotatedType parent = type.getAnnotatedSuperclass();
    boolean plainClass = !type.isInterface() && !type.isEnum() && !type.isRecord();
    if (plainClass && parent != null && parent.getType() != Object.class) {
      text.append(" extends ").append(TypeText.of(parent));
    }
    if (!type.isAnnotation() && type.getAnnotatedInterfaces().length > 0) {
      text.append(type.isInterface() ? " extends " : " implements ").append(interfaces());
    }
    return text.toString();
  }

  private String interfaces() {
    return Arrays.stream(type.getAnnotatedInterfaces())
        .map(TypeText::of)
        .collect(Collectors.joining(", "));
  }

  private boolean isSealed() {
    return type.isSealed() && !type.isEnum();
  }

  /** The permitted types; those that a user cannot name are one star. */
  private String permits() {
    if (!isSealed()) {
      return "";
    }
    List<Class<?>> permitted = List.of(type.getPermittedSubclasses());
    TreeSet<String> names = new TreeSet<>();
    for (Class<?> one : permitted) {
      names.add(Modifier.isPublic(one.getModifiers()) ? TypeText.name(one) : "*");
    }
    return " permits " + String.join(", ", names);
  }
}
