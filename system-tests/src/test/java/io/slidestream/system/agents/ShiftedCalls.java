package io.slidestream.system.agents;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Lets the classes of the product and its libraries ask {@link ShiftedClock} for the time of day. */
final class ShiftedCalls implements ClassFileTransformer {
    private static final String CLOCK = ShiftedClock.class.getName().replace('.', '/');
    /** Whose methods without arguments are replaced by the clock's of the same name. */
    private static final Map<String, String> SHIFTED =
            Map.of("java/lang/System", "currentTimeMillis", "java/time/Instant", "now", "java/time/Clock", "systemUTC");

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> again,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (loader != ClassLoader.getSystemClassLoader() || name.startsWith(CLOCK)) {
            return null; // as it is
        }
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Calls(writer), 0);
        return writer.toByteArray();
    }

    private static boolean isShifted(String owner, String method, String descriptor) {
        return method.equals(SHIFTED.get(owner)) && descriptor.startsWith("()");
    }

    private static final class Calls extends ClassVisitor {
        Calls(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String method, String signature, boolean ofInterface) {
                    String asked = isShifted(owner, method, signature) ? CLOCK : owner;
                    super.visitMethodInsn(opcode, asked, method, signature, ofInterface);
                }

                @Override
                public void visitInvokeDynamicInsn(
                        String method, String signature, Handle bootstrap, Object... arguments) {
                    for (int i = 0; i < arguments.length; i++) {
                        if (arguments[i] instanceof Handle handle
                                && isShifted(handle.getOwner(), handle.getName(), handle.getDesc())) {
                            arguments[i] =
                                    new Handle(handle.getTag(), CLOCK, handle.getName(), handle.getDesc(), false);
                        }
                    }
                    super.visitInvokeDynamicInsn(method, signature, bootstrap, arguments);
                }
            };
        }
    }
}
