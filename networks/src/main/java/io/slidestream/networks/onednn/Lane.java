package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.onednn.Step.Argument;
import java.util.ArrayList;
import java.util.List;

/** Runs a program on one picture after another, in memory of its own. For one thread. */
final class Lane implements AutoCloseable {
    /** Size of oneDNN's pair of an argument's index and its memory. */
    private static final int PAIR = 16;

    private static final int HANDLE = 8;

    private final Program program;
    private final Handles handles = new Handles();
    private final Pointer stream;
    private final Pointer own;
    private final List<Call> calls = new ArrayList<>();
    private final List<Pointer> inputs = new ArrayList<>();
    private final List<Pointer> outputs = new ArrayList<>();
    private final List<Long> outputOffsets = new ArrayList<>();

    /** One execution of a primitive, by addresses. */
    private record Call(long primitive, int count, long arguments) {}

    Lane(Program program) {
        this.program = program;
        try {
            stream = handles.make(
                    "open a stream",
                    made -> OneDnnLibrary.dnnl_stream_create(made, program.engine(), Numbers.STREAM_IN_ORDER),
                    OneDnnLibrary::dnnl_stream_destroy);
            own = handles.memory(program.bytes());
            for (Step step : program.steps()) {
                Pointer list = handles.memory((long) PAIR * step.arguments().size());
                for (int i = 0; i < step.arguments().size(); i++) {
                    Argument argument = step.arguments().get(i);
                    list.setInt((long) i * PAIR, argument.index());
                    list.setPointer((long) i * PAIR + HANDLE, memory(argument, own));
                }
                calls.add(new Call(
                        Pointer.nativeValue(step.primitive()), step.arguments().size(), Pointer.nativeValue(list)));
            }
        } catch (RuntimeException | Error e) {
            handles.close();
            throw e;
        }
    }

    private Pointer memory(Argument argument, Pointer lane) {
        Pointer address = argument.block().at(argument.offset(), lane);
        Pointer memory = handles.make(
                "take memory",
                made -> OneDnnLibrary.dnnl_memory_create(made, argument.descriptor(), program.engine(), address),
                OneDnnLibrary::dnnl_memory_destroy);
        switch (argument.block().kind()) {
            case INPUT -> inputs.add(memory);
            case OUTPUT -> {
                outputs.add(memory);
                outputOffsets.add(argument.offset());
            }
            case LANE, FIXED -> {}
        }
        return memory;
    }

    /** Computes one picture's row. */
    void run(Pointer picture, Pointer row) {
        take(picture);
        for (int i = 0; i < outputs.size(); i++) {
            Pointer place = row.share(outputOffsets.get(i));
            Handles.check("take a row", OneDnnLibrary.dnnl_memory_set_data_handle(outputs.get(i), place));
        }
        run(0, program.steps().size());
    }

    /** Reads the caller's pictures here from now on. */
    void take(Pointer pictures) {
        for (Pointer input : inputs) {
            Handles.check("take a picture", OneDnnLibrary.dnnl_memory_set_data_handle(input, pictures));
        }
    }

    /** Runs some of the program's steps. */
    void run(int from, int to) {
        for (Call call : calls.subList(from, to)) {
            Handles.check(
                    "compute",
                    OneDnnLibrary.dnnl_primitive_execute(
                            call.primitive(), Pointer.nativeValue(stream), call.count(), call.arguments()));
        }
        Handles.check("finish", OneDnnLibrary.dnnl_stream_wait(stream));
    }

    /** Where a block of the lane's own memory lies. */
    Pointer at(Block block) {
        return own.share(block.address());
    }

    @Override
    public void close() {
        handles.close();
    }
}
