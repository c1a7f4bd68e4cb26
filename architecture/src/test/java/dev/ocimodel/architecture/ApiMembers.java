package dev.ocimodel.architecture;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of one public type that a user can call, one line each. */
final class ApiMembers {
  /** Every object has these, overridden or not. */
  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

  private final Class<?> type;

  ApiMembers(Class<?> type) {
    this.type = type;
  }

  /** Fields and constants, then constructors, then methods; each group sorted. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(fields());
    lines.addAll(constructors());
    lines.addAll(methods());
    return lines;
  }

  private List<String> fields() {
    List<String> constants = new ArrayList<>();
    Set<String> others = new TreeSet<>();
    for (Field field : type.getDeclaredFields()) {
      if (field.isEnumConstant()) {
        constants.add(field.getName()); // in their order, which is API
      } else if (isVisible(field)) {
        others.add(
            prefix(field, field) + TypeText.of(field.getAnnotatedType()) + " " + field.getName());
      }
    }
    constants.addAll(others);
    return constants;
  }

  private Set<String> constructors() {
    Set<String> lines = new TreeSet<>();
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor) && !type.isEnum() && !isCanonical(constructor)) {
        lines.add(prefix(constructor, constructor) + type.getSimpleName() + signature(constructor));
      }
    }
    return lines;
  }

  private Set<String> methods() {
    Set<String> lines = new TreeSet<>();
    for (Class<?> declaring = type; declaring != null; declaring = hiddenParent(declaring)) {
      for (Method method : declaring.getDeclaredMethods()) {
        if (isVisible(method) && !isImplied(method)) {
          lines.add(
              prefix(method, method)
                  + TypeText.of(method.getAnnotatedReturnType())
                  + " "
                  + method.getName()
                  + signature(method));
        }
      }
    }
    return lines;
  }

  /** A superclass that users cannot see: what they inherit through it is this type's API. */
  private static @Nullable Class<?> hiddenParent(Class<?> type) {
    Class<?> parent = type.getSuperclass();
    return parent != null && !Modifier.isPublic(parent.getModifiers()) ? parent : null;
  }

  private boolean isVisible(Member member) {
    boolean inheritable = !Modifier.isFinal(type.getModifiers());
    return !member.isSynthetic()
        && (Modifier.isPublic(member.getModifiers())
            || (inheritable && Modifier.isProtected(member.getModifiers())));
  }

  /** Whether the header of the type already says it. */
  private boolean isImplied(Method method) {
    if (OF_EVERY_OBJECT.contains(method.getName()) && !Modifier.isStatic(method.getModifiers())) {
      return true;
    }
    if (type.isEnum() && Modifier.isStatic(method.getModifiers())) {
      return method.getName().equals("values") || method.getName().equals("valueOf");
    }
    return isAccessor(method);
  }

  private boolean isAccessor(Method method) {
    if (!type.isRecord() || method.getParameterCount() > 0) {
      return false;
    }
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .anyMatch(method.getName()::equals);
  }

  private boolean isCanonical(Constructor<?> constructor) {
    if (!type.isRecord()) {
      return false;
    }
    Class<?>[] components =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    return Arrays.equals(components, constructor.getParameterTypes());
  }

  private String prefix(Member member, AnnotatedElement element) {
    int modifiers = member.getModifiers();
    boolean inInterface = type.isInterface();
    return (element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "")
        + (Modifier.isProtected(modifiers) ? "protected " : "public ")
        + (Modifier.isStatic(modifiers) ? "static " : "")
        + (member instanceof Method method && method.isDefault() ? "default " : "")
        + (Modifier.isAbstract(modifiers) && !inInterface ? "abstract " : "")
        + (isFinalWorthSaying(member) ? "final " : "")
        + (member instanceof Executable executable ? typeParameters(executable) : "");
  }

  /** In a final class, and on a static method, the word changes nothing for a user. */
  private boolean isFinalWorthSaying(Member member) {
    if (!Modifier.isFinal(member.getModifiers())) {
      return false;
    }
    boolean inherited =
        !Modifier.isFinal(type.getModifiers()) && !Modifier.isStatic(member.getModifiers());
    return member instanceof Field || inherited;
  }

  private static String typeParameters(Executable executable) {
    String text = TypeText.parameters(executable.getTypeParameters());
    return text.isEmpty() ? "" : text + " ";
  }

  private static String signature(Executable executable) {
    Parameter[] parameters = executable.getParameters();
    String text =
        Arrays.stream(parameters)
            .map(p -> TypeText.of(p.getAnnotatedType()) + " " + p.getName())
            .collect(Collectors.joining(", ", "(", ")"));
    AnnotatedType[] thrown = executable.getAnnotatedExceptionTypes();
    return thrown.length == 0 ? text : text + " throws " + sorted(thrown);
  }

  private static String sorted(AnnotatedType[] types) {
    return Arrays.stream(types).map(TypeText::of).sorted().collect(Collectors.joining(", "));
  }
}
