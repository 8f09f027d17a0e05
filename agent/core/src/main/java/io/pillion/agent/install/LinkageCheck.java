package io.pillion.agent.install;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether code of ours would link in an application's class loader, by comparing what it
 * refers to with the class files the loader sees. Loads nothing.
 *
 * <p>The JDK and our shared package are taken as present.
 */
final class LinkageCheck {
  private static final int ASM_API = Opcodes.ASM9;

  private final ClassFileLocator ours;
  private final TypePool theirs;

  LinkageCheck(ClassFileLocator ours, ClassFileLocator theirs) {
    this.ours = ours;
    this.theirs =
        new TypePool.Default(
            new TypePool.CacheProvider.Simple(), theirs, TypePool.Default.ReaderMode.FAST);
  }

  /** The first class or method that these classes refer to and the loader lacks; null if none. */
  @Nullable String firstMissing(List<String> classNames) throws IOException {
    Set<String> known = new HashSet<>();
    for (String name : classNames) {
      known.add(name.replace('.', '/'));
    }
    References references = new References(known);
    for (String name : classNames) {
      new ClassReader(ours.locate(name).resolve())
          .accept(references, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }
    for (String type : references.types) {
      if (!theirs.describe(type.replace('/', '.')).isResolved()) {
        return type.replace('/', '.');
      }
    }
    for (Method method : references.methods) {
      if (!exists(method)) {
        return method.owner.replace('/', '.') + '.' + method.name + method.descriptor;
      }
    }
    return null;
  }

  private boolean exists(Method method) {
    return exists(method, theirs.describe(method.owner.replace('/', '.')).resolve());
  }

  private static boolean exists(Method wanted, TypeDescription type) {
    for (MethodDescription method : type.getDeclaredMethods()) {
      if (method.getInternalName().equals(wanted.name)
          && method.getDescriptor().equals(wanted.descriptor)) {
        return true;
      }
    }
    TypeDefinition superClass = type.getSuperClass();
    if (superClass != null && exists(wanted, superClass.asErasure())) {
      return true;
    }
    for (TypeDefinition superInterface : type.getInterfaces()) {
      if (exists(wanted, superInterface.asErasure())) {
        return true;
      }
    }
    return false;
  }

  private record Method(String owner, String name, String descriptor) {}

  /** Collects what lies outside the JDK, the shared package and the examined classes. */
  private static final class References extends ClassVisitor {
    private final Set<String> known;
    private final Set<String> types = new HashSet<>();
    private final Set<Method> methods = new HashSet<>();

    References(Set<String> known) {
      super(ASM_API);
      this.known = known;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      if (superName != null) {
        type(superName);
      }
      if (interfaces != null) {
        for (String implemented : interfaces) {
          type(implemented);
        }
      }
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      descriptor(Type.getMethodType(descriptor));
      return new Body();
    }

    private boolean type(String internalName) {
      if (internalName.startsWith("[")) {
        descriptor(Type.getType(internalName));
        return false;
      }
      boolean foreign =
          !known.contains(internalName)
              && !internalName.startsWith("java/")
              && !internalName.startsWith("javax/net/")
              && !internalName.startsWith("com/sun/net/")
              && !internalName.startsWith("io/pillion/agent/bootstrap/");
      if (foreign) {
        types.add(internalName);
      }
      return foreign;
    }

    private void descriptor(Type type) {
      if (type.getSort() == Type.METHOD) {
        for (Type argument : type.getArgumentTypes()) {
          descriptor(argument);
        }
        descriptor(type.getReturnType());
      } else if (type.getSort() == Type.ARRAY) {
        descriptor(type.getElementType());
      } else if (type.getSort() == Type.OBJECT) {
        type(type.getInternalName());
      }
    }

    private final class Body extends MethodVisitor {
      Body() {
        super(ASM_API);
      }

      @Override
      public void visitTypeInsn(int opcode, String type) {
        type(type);
      }

      @Override
      public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        type(owner);
        descriptor(Type.getType(descriptor));
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String name, String descriptor, boolean isInterface) {
        descriptor(Type.getMethodType(descriptor));
        if (type(owner)) {
          methods.add(new Method(owner, name, descriptor));
        }
      }
    }
  }
}
