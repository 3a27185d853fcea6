package io.slidestream.networks.pytorch;

import io.slidestream.networks.pytorch.Pickled.Global;
import io.slidestream.networks.pytorch.Pickled.Mark;
import io.slidestream.networks.pytorch.Pickled.Module;
import io.slidestream.networks.pytorch.Pickled.None;
import io.slidestream.networks.pytorch.Pickled.Storage;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Python's pickle machine, as far as tensors need it.
 *
 * <p>A pickle is a program that may call anything Python can import. This one knows no other calls than {@link Rebuild}
 * and takes no other instruction than those below, so a file that wants more is refused before anything came of it.
 * Nothing is recursive, and stack, memory and texts are bounded.
 */
final class Unpickler {
    private static final int MOST_VALUES = 1_000_000;

    private final ByteBuffer in;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /** What a pickle may name. */
    enum Dialect {
        STATE_DICTIONARY,
        /** Modules besides, which become maps of what they hold. */
        TORCHSCRIPT
    }

    private final Dialect dialect;

    /** @param in read from its position on, to the end of each pickle */
    Unpickler(ByteBuffer in) {
        this(in, Dialect.STATE_DICTIONARY);
    }

    /** @param in read from its position on, to the end of each pickle */
    Unpickler(ByteBuffer in, Dialect dialect) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
        this.dialect = dialect;
    }

    /** The next pickle's value. */
    Object load() throws PyTorchFormatException {
        stack.clear();
        memo.clear();
        try {
            while (true) {
                int opcode = in.get() & 0xff;
                if (opcode == '.') {
                    return pop();
                }
                run(opcode);
                if (stack.size() > MOST_VALUES || memo.size() > MOST_VALUES) {
                    throw new PyTorchFormatException("holds more than " + MOST_VALUES + " values");
                }
            }
        } catch (BufferUnderflowException e) {
            throw new PyTorchFormatException("ends in the middle of its pickle");
        } catch (ClassCastException e) {
            throw new PyTorchFormatException("is a damaged pickle: " + e.getMessage());
        }
    }

    private void run(int opcode) throws PyTorchFormatException {
        switch (opcode) {
            case 0x80 -> in.get(); // protocol
            case 0x95 -> in.getLong(); // frame
            case '(' -> push(new Mark());
            case 'N' -> push(new None());
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) (in.get() & 0xff));
            case 'M' -> push((long) (in.getShort() & 0xffff));
            case 'J' -> push((long) in.getInt());
            case 0x8a -> push(number(in.get() & 0xff));
            case 'X' -> push(text(in.getInt()));
            case 0x8c -> push(text(in.get() & 0xff));
            case 'U' -> push(text(in.get() & 0xff)); // Python 2's string
            case ')' -> push(List.of());
            case 't' -> push(List.copyOf(sinceMark()));
            case 0x85 -> push(List.of(pop()));
            case 0x86 -> pushPair();
            case 0x87 -> pushTriple();
            case ']' -> push(new ArrayList<>());
            case '}' -> push(new LinkedHashMap<>());
            case 'a' -> append(List.of(pop()));
            case 'e' -> append(sinceMark());
            case 's' -> pushItem();
            case 'u' -> setItems(sinceMark());
            case 'q' -> memo.put(in.get() & 0xff, top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> push(remembered(in.get() & 0xff));
            case 'j' -> push(remembered(in.getInt()));
            case 'c' -> push(allowed(new Global(line(), line())));
            case 0x93 -> pushGlobal();
            case 'R' -> call();
            case 'b' -> build();
            case 0x81 -> pushModule();
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'Q' -> push(storage(pop()));
            default ->
                throw new PyTorchFormatException(
                        String.format("uses the pickle instruction 0x%02x, which no state dictionary needs", opcode));
        }
    }

    private Global allowed(Global global) throws PyTorchFormatException {
        return switch (dialect) {
            case STATE_DICTIONARY -> Rebuild.allowed(global);
            case TORCHSCRIPT -> Rebuild.allowedInScript(global);
        };
    }

    /** An object of a class, which only TorchScript's modules are. */
    private void pushModule() throws PyTorchFormatException {
        pop();
        if (dialect != Dialect.TORCHSCRIPT || !(pop() instanceof Global)) {
            throw new PyTorchFormatException("makes objects, which no state dictionary needs");
        }
        push(new Module(new LinkedHashMap<>()));
    }

    private void call() throws PyTorchFormatException {
        List<?> arguments = (List<?>) pop();
        push(Rebuild.call((Global) pop(), arguments));
    }

    /** The attributes of a dictionary: PyTorch keeps version numbers there, which nobody needs. */
    private void build() throws PyTorchFormatException {
        Object state = pop();
        if (top() instanceof Module module && state instanceof Map<?, ?> attributes) {
            for (Map.Entry<?, ?> attribute : attributes.entrySet()) {
                module.attributes().put(String.valueOf(attribute.getKey()), attribute.getValue());
            }
            return;
        }
        if (!(top() instanceof Map) || !(state instanceof Map)) {
            throw new PyTorchFormatException("sets attributes of something other than a dictionary");
        }
    }

    /** {@code ("storage", class, key, device, size)}, in old files with a sixth that is None. */
    private static Storage storage(Object id) throws PyTorchFormatException {
        List<?> parts = (List<?>) id;
        boolean plain = parts.size() == 5 || (parts.size() == 6 && parts.get(5) instanceof None);
        if (!plain || !"storage".equals(parts.get(0))) {
            throw new PyTorchFormatException("refers to something other than a plain storage of numbers");
        }
        long size = (Long) parts.get(4);
        if (size < 0) {
            throw new PyTorchFormatException("has a storage of " + size + " numbers");
        }
        return new Storage(((Global) parts.get(1)).name(), (String) parts.get(2), size);
    }

    private void pushPair() throws PyTorchFormatException {
        Object second = pop();
        push(List.of(pop(), second));
    }

    private void pushTriple() throws PyTorchFormatException {
        Object third = pop();
        Object second = pop();
        push(List.of(pop(), second, third));
    }

    private void pushGlobal() throws PyTorchFormatException {
        String name = (String) pop();
        push(allowed(new Global((String) pop(), name)));
    }

    private void pushItem() throws PyTorchFormatException {
        Object value = pop();
        setItems(List.of(pop(), value));
    }

    @SuppressWarnings("unchecked") // made here
    private void setItems(List<Object> items) throws PyTorchFormatException {
        Map<Object, Object> map = (Map<Object, Object>) top();
        if (items.size() % 2 != 0) {
            throw new PyTorchFormatException("is a damaged pickle: a key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            if (!(items.get(i) instanceof String || items.get(i) instanceof Long)) {
                throw new PyTorchFormatException("has a dictionary whose keys are no texts");
            }
            map.put(items.get(i), items.get(i + 1));
        }
    }

    @SuppressWarnings("unchecked") // made here
    private void append(List<Object> items) throws PyTorchFormatException {
        if (!(top() instanceof ArrayList)) {
            throw new PyTorchFormatException("is a damaged pickle: appends to what is no list");
        }
        ((List<Object>) top()).addAll(items);
    }

    private List<Object> sinceMark() throws PyTorchFormatException {
        List<Object> values = new ArrayList<>();
        for (Object value = pop(); !(value instanceof Mark); value = pop()) {
            values.add(value);
        }
        Collections.reverse(values);
        return values;
    }

    private Object remembered(int place) throws PyTorchFormatException {
        Object value = memo.get(place);
        if (value == null) {
            throw new PyTorchFormatException("is a damaged pickle: nothing is remembered at " + place);
        }
        return value;
    }

    private Object number(int bytes) {
        byte[] bigEndian = new byte[bytes + 1];
        for (int i = bytes; i > 0; i--) {
            bigEndian[i] = in.get();
        }
        bigEndian[0] = (byte) (bytes > 0 && bigEndian[1] < 0 ? -1 : 0);
        BigInteger number = new BigInteger(bigEndian);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private String text(int bytes) throws PyTorchFormatException {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new PyTorchFormatException("ends in the middle of a text");
        }
        byte[] text = new byte[bytes];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private String line() throws PyTorchFormatException {
        StringBuilder line = new StringBuilder();
        for (char c = (char) in.get(); c != '\n'; c = (char) in.get()) {
            if (line.append(c).length() > 1_000) {
                throw new PyTorchFormatException("is a damaged pickle: a name without end");
            }
        }
        return line.toString();
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() throws PyTorchFormatException {
        Object top = top();
        stack.remove(stack.size() - 1);
        return top;
    }

    private Object top() throws PyTorchFormatException {
        if (stack.isEmpty()) {
            throw new PyTorchFormatException("is a damaged pickle: its stack is empty");
        }
        return stack.get(stack.size() - 1);
    }
}
