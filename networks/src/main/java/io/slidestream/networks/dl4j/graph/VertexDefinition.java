package io.slidestream.networks.dl4j.graph;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;

/**
 * A vertex as a graph's definition has it, of one input and without parameters unless it says otherwise. Never changes, is never written, and
 * leaves shapes to the network's description.
 */
public abstract class VertexDefinition extends GraphVertex {
    private static final long serialVersionUID = 1L;

    private final transient Object subject;

    /** @param subject what the vertex is of; definitions of one subject are equal */
    protected VertexDefinition(Object subject) {
        this.subject = subject;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputTypes) {
        throw new UnsupportedOperationException("the network's description knows the shapes");
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputTypes) {
        return new LayerMemoryReport.Builder(null, getClass(), inputTypes[0], inputTypes[0]).build();
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return 1;
    }

    @Override
    @SuppressWarnings("MissingSuperCall") // nothing here changes
    public final GraphVertex clone() {
        return this;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof VertexDefinition same && same.getClass() == getClass() && same.subject == subject;
    }

    @Override
    public final int hashCode() {
        return subject.hashCode();
    }
}
