package dev.ocimodel.architecture;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The public API of one module as text: sorted, and the same on every JDK. */
final class ApiText {
  private ApiText() {}

  /** Every public type of every package that the module exports to all, with its members. */
  static String of(PublishedModule module) {
    StringBuilder text = new StringBuilder();
    for (String exported : exportedPackages(module)) {
      for (Class<?> type : publicTypes(module, exported)) {
        text.append(new ApiType(type).text()).append('\n');
      }
    }
    return text.toString();
  }

  private static Set<String> exportedPackages(PublishedModule module) {
    return descriptor(module).exports().stream()
        .filter(e -> !e.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static ModuleDescriptor descriptor(PublishedModule module) {
    Set<ModuleReference> found = ModuleFinder.of(module.classes()).findAll();
    if (found.size() != 1) {
      throw new IllegalStateException("No module-info in " + module.classes() + ": build it first");
    }
    return found.iterator().next().descriptor();
  }

  private static List<Class<?>> publicTypes(PublishedModule module, String packageName) {
    Path folder = module.classes().resolve(packageName.replace('.', File.separatorChar));
    List<Class<?>> types = new ArrayList<>();
    for (Path file : ProjectFiles.below(folder, ".class")) {
      if (folder.equals(file.getParent())) {
        Class<?> type = load(packageName, file);
        if (isVisible(type)) {
          types.add(type);
        }
      }
    }
    types.sort((a, b) -> a.getName().compareTo(b.getName()));
    return types;
  }

  private static Class<?> load(String packageName, Path file) {
    String fileName = String.valueOf(file.getFileName());
    String simpleName = fileName.substring(0, fileName.length() - ".class".length());
    try {
      return Class.forName(packageName + "." + simpleName, false, ApiText.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(file + " is not on the class path of this test", e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
      return false;
    }
    Class<?> outer = type.getDeclaringClass();
    boolean visible =
        Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
    return visible && (outer == null || isVisible(outer));
  }
}
