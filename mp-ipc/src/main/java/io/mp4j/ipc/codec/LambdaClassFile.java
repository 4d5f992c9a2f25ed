package io.mp4j.ipc.codec;

import java.lang.invoke.MethodHandleInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * The class of the lambdas of one place in the code, as a class file: what it captures stands in
 * fields, and the method of its interface calls the code. All of it is straight ahead, so that no
 * stack maps are needed: section 4.10.1 of the Java Virtual Machine Specification.
 *
 * <p>Whatever takes more than casts, boxes and larger numbers is left to the JDK.
 */
final class LambdaClassFile {
  // The instructions of chapter 6 of the specification.
  private static final int BIPUSH = 16;
  private static final int ALOAD = 25;
  private static final int AALOAD = 50;
  private static final int POP = 87;
  private static final int POP2 = 88;
  private static final int DUP = 89;
  private static final int ARETURN = 176;
  private static final int RETURN = 177;
  private static final int GETFIELD = 180;
  private static final int PUTFIELD = 181;
  private static final int INVOKEVIRTUAL = 182;
  private static final int INVOKESPECIAL = 183;
  private static final int INVOKESTATIC = 184;
  private static final int INVOKEINTERFACE = 185;
  private static final int NEW = 187;
  private static final int CHECKCAST = 192;

  private static final int PUBLIC = 0x0001;
  private static final int PRIVATE = 0x0002;
  private static final int STATIC = 0x0008;
  private static final int FINAL = 0x0010;
  private static final int SUPER = 0x0020;
  private static final int SYNTHETIC = 0x1000;

  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String BASE = SpunLambda.class.getName().replace('.', '/');
  private static final String PLACE = "L" + BASE + "$Place;";
  private static final String ARGUMENTS = "(" + PLACE + "[" + OBJECT + ")";

  /** Of one byte, for {@code bipush} and {@code aload}. */
  private static final int MOST_VARIABLES = 100;

  private final ClassFileWriter out = new ClassFileWriter();
  private final LambdaShape shape;
  private final boolean isOfInterface;

  /** The types of all that the code takes, its object first if it has one, and what it returns. */
  private final List<String> codeTypes = new ArrayList<>();

  private final String codeResult;
  private final List<String> argumentTypes = new ArrayList<>();
  private final int captured;
  private final int self;
  private final int base;

  private LambdaClassFile(
      Class<?> capturing, LambdaShape shape, int captured, boolean isOfInterface) {
    this.shape = shape;
    this.captured = captured;
    this.isOfInterface = isOfInterface;
    if (hasObject()) {
      codeTypes.add("L" + shape.implClass() + ";");
    }
    String result = split(shape.implSignature(), codeTypes);
    this.codeResult = isNew() ? "L" + shape.implClass() + ";" : result;
    split(shape.instantiatedType(), argumentTypes);
    this.self = out.type(capturing.getName().replace('.', '/') + "$$Lambda");
    this.base = out.type(BASE);
  }

  /**
   * Returns the class file; null when it would take more than this can do.
   *
   * @param capturing the class whose code makes the lambdas
   * @param captured how many variables they capture
   * @param isOfInterface whether an interface has the code that they run
   */
  static byte[] of(Class<?> capturing, LambdaShape shape, int captured, boolean isOfInterface) {
    LambdaClassFile file = new LambdaClassFile(capturing, shape, captured, isOfInterface);
    return file.isPossible(capturing) ? file.write() : null;
  }

  private boolean isNew() {
    return shape.implKind() == MethodHandleInfo.REF_newInvokeSpecial;
  }

  private boolean hasObject() {
    return !isNew() && shape.implKind() != MethodHandleInfo.REF_invokeStatic;
  }

  private boolean isPossible(Class<?> capturing) {
    String taken = OBJECT.repeat(argumentTypes.size());
    String wanted = "(" + taken + ")";
    boolean givesNothing = shape.interfaceSignature().equals(wanted + "V");
    boolean gives = shape.interfaceSignature().equals(wanted + OBJECT);
    boolean isSuper =
        shape.implKind() == MethodHandleInfo.REF_invokeSpecial
            && !shape.implClass().equals(capturing.getName().replace('.', '/'));
    if (isSuper
        || shape.implClass().startsWith("[")
        || captured + argumentTypes.size() != codeTypes.size()
        || codeTypes.size() > MOST_VARIABLES
        || !(givesNothing || (gives && !codeResult.equals("V")))) {
      return false;
    }
    for (int i = 0; i < argumentTypes.size(); i++) {
      String type = codeTypes.get(captured + i);
      boolean fits = !isPrimitive(type) || Box.of(type).isMadeOf(argumentTypes.get(i));
      if (!fits || isPrimitive(argumentTypes.get(i))) {
        return false;
      }
    }
    return true;
  }

  private byte[] write() {
    out.u2(FINAL | SUPER | SYNTHETIC).u2(self).u2(base).u2(1).u2(out.type(shape.interfaceClass()));
    out.u2(captured);
    for (int i = 0; i < captured; i++) {
      out.u2(PRIVATE | FINAL).u2(out.utf8(nameOf(i))).u2(out.utf8(codeTypes.get(i))).u2(0);
    }
    out.u2(6); // methods
    writeInitializer();
    writeConstructorOfPrototype();
    writeConstructor();
    writeAnother();
    writeReplacement();
    writeMethod();
    out.u2(0); // attributes
    return out.toBytes();
  }

  private static String nameOf(int i) {
    return "captured" + i;
  }

  /** Makes a prototype, and hands it over. */
  private void writeInitializer() {
    int start = out.beginCode(STATIC, "<clinit>", "()V", 2, 0);
    out.u1(NEW).u2(self).u1(DUP).u1(INVOKESPECIAL).u2(out.method(self, "<init>", "()V"));
    out.u1(INVOKESTATIC).u2(out.method(base, "made", "(L" + BASE + ";)V"));
    out.u1(RETURN);
    out.endCode(start);
  }

  private void writeConstructorOfPrototype() {
    int start = out.beginCode(PRIVATE, "<init>", "()V", 1, 1);
    out.u1(ALOAD).u1(0).u1(INVOKESPECIAL).u2(out.method(base, "<init>", "()V")).u1(RETURN);
    out.endCode(start);
  }

  private void writeConstructor() {
    int start = out.beginCode(PRIVATE, "<init>", ARGUMENTS + "V", 4, 3);
    out.u1(ALOAD).u1(0).u1(ALOAD).u1(1).u1(ALOAD).u1(2);
    out.u1(INVOKESPECIAL).u2(out.method(base, "<init>", ARGUMENTS + "V"));
    for (int i = 0; i < captured; i++) {
      out.u1(ALOAD).u1(0).u1(ALOAD).u1(2).u1(BIPUSH).u1(i).u1(AALOAD);
      convert(codeTypes.get(i));
      out.u1(PUTFIELD).u2(out.field(self, nameOf(i), codeTypes.get(i)));
    }
    out.u1(RETURN);
    out.endCode(start);
  }

  private void writeAnother() {
    int start = out.beginCode(PUBLIC, "another", ARGUMENTS + "L" + BASE + ";", 4, 3);
    out.u1(NEW).u2(self).u1(DUP).u1(ALOAD).u1(1).u1(ALOAD).u1(2);
    out.u1(INVOKESPECIAL).u2(out.method(self, "<init>", ARGUMENTS + "V"));
    out.u1(ARETURN);
    out.endCode(start);
  }

  private void writeReplacement() {
    int start = out.beginCode(PRIVATE, "writeReplace", "()" + OBJECT, 1, 1);
    out.u1(ALOAD).u1(0).u1(INVOKEVIRTUAL).u2(out.method(self, "form", "()" + OBJECT)).u1(ARETURN);
    out.endCode(start);
  }

  /** Calls the code with all that was captured and all arguments. */
  private void writeMethod() {
    int start =
        out.beginCode(
            PUBLIC,
            shape.interfaceMethod(),
            shape.interfaceSignature(),
            2 + 2 * codeTypes.size(),
            1 + argumentTypes.size());
    int type = out.type(shape.implClass());
    if (isNew()) {
      out.u1(NEW).u2(type).u1(DUP);
    }
    for (int i = 0; i < captured; i++) {
      out.u1(ALOAD).u1(0);
      out.u1(GETFIELD).u2(out.field(self, nameOf(i), codeTypes.get(i)));
    }
    for (int i = 0; i < argumentTypes.size(); i++) {
      out.u1(ALOAD).u1(1 + i);
      String wanted = codeTypes.get(captured + i);
      String promised = argumentTypes.get(i);
      if (isPrimitive(wanted)) {
        unbox(nameOf(promised), wanted);
      } else {
        if (!wanted.equals(promised)) {
          convert(promised);
        }
        convert(wanted);
      }
    }
    invoke(type);
    giveBack(codeResult);
    out.endCode(start);
  }

  private void invoke(int type) {
    int code =
        isOfInterface
            ? out.interfaceMethod(type, shape.implMethod(), shape.implSignature())
            : out.method(type, shape.implMethod(), shape.implSignature());
    if (!hasObject()) {
      out.u1(isNew() ? INVOKESPECIAL : INVOKESTATIC).u2(code);
    } else if (isOfInterface) {
      out.u1(INVOKEINTERFACE).u2(code).u1(slots()).u1(0);
    } else {
      out.u1(INVOKEVIRTUAL).u2(code); // of classes of a nest the private ones, too
    }
  }

  private int slots() {
    int slots = 0;
    for (String type : codeTypes) {
      slots += slotsOf(type);
    }
    return slots;
  }

  private static int slotsOf(String type) {
    return type.equals("J") || type.equals("D") ? 2 : 1;
  }

  /** Makes what an object is declared to be out of one; of a primitive type the value in it. */
  private void convert(String type) {
    if (isPrimitive(type)) {
      unbox(Box.of(type).name(), type);
    } else if (!type.equals(OBJECT)) {
      out.u1(CHECKCAST).u2(out.type(nameOf(type)));
    }
  }

  /** The box of a smaller number gives larger ones, too. */
  private void unbox(String box, String type) {
    int boxType = out.type(box);
    out.u1(CHECKCAST).u2(boxType);
    out.u1(INVOKEVIRTUAL).u2(out.method(boxType, Box.of(type).unboxing(), "()" + type));
  }

  private static String nameOf(String type) {
    return type.startsWith("[") ? type : type.substring(1, type.length() - 1);
  }

  private void giveBack(String type) {
    if (shape.interfaceSignature().endsWith("V")) {
      if (!type.equals("V")) {
        out.u1(slotsOf(type) == 2 ? POP2 : POP);
      }
      out.u1(RETURN);
      return;
    }
    if (isPrimitive(type)) {
      Box box = Box.of(type);
      int boxType = out.type(box.name());
      out.u1(INVOKESTATIC).u2(out.method(boxType, "valueOf", "(" + type + ")" + box.type()));
    }
    out.u1(ARETURN);
  }

  // --- types -------------------------------------------------------------------------------------
  /** Splits the descriptor of a method; returns the type of its result. */
  private static String split(String descriptor, List<String> types) {
    int start = 1;
    while (descriptor.charAt(start) != ')') {
      int end = start;
      while (descriptor.charAt(end) == '[') {
        end++;
      }
      end = descriptor.charAt(end) == 'L' ? descriptor.indexOf(';', end) + 1 : end + 1;
      types.add(descriptor.substring(start, end));
      start = end;
    }
    return descriptor.substring(start + 1);
  }

  private static boolean isPrimitive(String type) {
    return type.length() == 1;
  }

  /** The class for values of a primitive type. */
  private record Box(String name, String unboxing) {
    /** From the smallest on. */
    private static final List<Box> NUMBERS =
        List.of(of("B"), of("S"), of("I"), of("J"), of("F"), of("D"));

    static Box of(String type) {
      return switch (type.charAt(0)) {
        case 'Z' -> new Box("java/lang/Boolean", "booleanValue");
        case 'B' -> new Box("java/lang/Byte", "byteValue");
        case 'C' -> new Box("java/lang/Character", "charValue");
        case 'S' -> new Box("java/lang/Short", "shortValue");
        case 'I' -> new Box("java/lang/Integer", "intValue");
        case 'J' -> new Box("java/lang/Long", "longValue");
        case 'F' -> new Box("java/lang/Float", "floatValue");
        default -> new Box("java/lang/Double", "doubleValue");
      };
    }

    String type() {
      return "L" + name + ";";
    }

    /**
     * Tells whether Java makes such a value of what is in a box: of the same type, or of a smaller
     * number, see section 5.1.2 of the Java Language Specification.
     */
    boolean isMadeOf(String box) {
      boolean isSmaller = false;
      for (Box number : NUMBERS) { // by their names: what records have for that loads a lot
        isSmaller |= number.type().equals(box);
        if (number.name.equals(name)) {
          return isSmaller;
        }
      }
      return type().equals(box);
    }
  }
}
