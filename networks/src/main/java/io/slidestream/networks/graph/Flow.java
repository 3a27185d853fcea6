package io.slidestream.networks.graph;

import io.slidestream.networks.graph.Operation.Outside;
import io.slidestream.networks.graph.Operation.Rounding;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value on its way through a network; each step gives a new one, so that a branch may start anywhere.
 *
 * <p>Layers are named as the network's builder names them. A step without tensors, as an activation, is called after the
 * layer before it.
 */
public final class Flow {
    private final NetworkDraft draft;
    private final String node;
    private final String base;
    private final Shape shape;

    Flow(NetworkDraft draft, String node, String base, Shape shape) {
        this.draft = draft;
        this.node = node;
        this.base = base;
        this.shape = shape;
    }

    public Shape shape() {
        return shape;
    }

    public int channels() {
        return shape.channels();
    }

    /** Whether the file has a layer of that name. */
    public boolean has(String layer) {
        return draft.has(layer);
    }

    String node() {
        return node;
    }

    /** A convolution that sees all channels; its bias is taken where the file has one. */
    public Flow convolution(String name, Window window) {
        int[] weight = draft.weight(name);
        return convolution(name, window, 1, weight.length == 0 ? 1 : weight[0]);
    }

    /** A convolution in as many groups as its weight says. */
    public Flow grouped(String name, Window window) {
        int[] weight = draft.weight(name);
        int perGroup = weight.length == 4 ? Math.max(1, weight[1]) : channels();
        int groups = Math.max(1, channels() / perGroup);
        if (perGroup * groups != channels() || weight[0] % groups != 0) {
            throw new Misfit(draft.key(name, "weight") + " is " + Arrays.toString(weight) + ", which are no groups of "
                    + channels() + " channels");
        }
        return convolution(name, window, groups, weight[0]);
    }

    /** A convolution of each channel by itself. */
    public Flow depthwise(String name, Window window) {
        return convolution(name, window, channels(), channels());
    }

    private Flow convolution(String name, Window window, int groups, int outputs) {
        requirePicture(name);
        String weight =
                draft.use(draft.key(name, "weight"), outputs, channels() / groups, window.height(), window.width());
        Shape result = placed(name, window, window.rows(shape.height()), window.columns(shape.width()), outputs);
        return draft.add(
                draft.layer(name) + ".linear",
                draft.layer(name),
                new Operation.Convolution(weight, bias(name, outputs), window, groups),
                result,
                node);
    }

    private Shape placed(String name, Window window, int rows, int columns, int channels) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("the network does not take patches of " + draft.sizePx() + " px: at "
                    + name + " a picture of " + shape.height() + "×" + shape.width()
                    + " is left for a window of " + window.height() + "×" + window.width());
        }
        return Shape.of(channels, rows, columns);
    }

    private @Nullable String bias(String name, int outputs) {
        String bias = draft.key(name, "bias");
        return draft.hasTensor(bias) ? draft.use(bias, outputs) : null;
    }

    /** A dense layer. */
    public Flow dense(String name) {
        int[] found = draft.weight(name);
        int outputs = found.length == 0 ? 1 : found[0];
        String weight = draft.use(draft.key(name, "weight"), outputs, channels());
        int[] sizes = shape.sizes().stream().mapToInt(Integer::intValue).toArray();
        sizes[sizes.length - 1] = outputs;
        return draft.add(
                draft.layer(name) + ".linear",
                draft.layer(name),
                new Operation.Dense(weight, bias(name, outputs)),
                Shape.of(sizes),
                node);
    }

    public Flow batchNorm(String name, double epsilon) {
        requirePicture(name);
        int size = channels();
        Operation operation = new Operation.BatchNorm(
                draft.use(draft.key(name, "weight"), size),
                draft.use(draft.key(name, "bias"), size),
                draft.use(draft.key(name, "running_mean"), size),
                draft.use(draft.key(name, "running_var"), size),
                epsilon);
        return draft.add(draft.layer(name) + ".normal", draft.layer(name), operation, shape, node);
    }

    /** As PyTorch has it by default. */
    public Flow batchNorm(String name) {
        return batchNorm(name, 1e-5);
    }

    public Flow activate(Activation function) {
        return draft.add(base, base, new Operation.Activate(function), shape, node);
    }

    public Flow relu() {
        return activate(Activation.RELU);
    }

    public Flow localResponse(String name) {
        requirePicture(name);
        return draft.add(name, name, new Operation.LocalResponse(), shape, node);
    }

    public Flow maximum(String name, Window window, Rounding rounding) {
        requirePicture(name);
        return draft.add(name, name, new Operation.Maximum(window, rounding), pooled(name, window, rounding), node);
    }

    public Flow average(String name, Window window, Rounding rounding, Outside outside) {
        requirePicture(name);
        if (rounding == Rounding.UP && outside == Outside.COUNTED && window.isPadded()) {
            throw new IllegalArgumentException("a mean that rounds up and counts zeros around is not known here");
        }
        return draft.add(
                name, name, new Operation.Average(window, rounding, outside), pooled(name, window, rounding), node);
    }

    private Shape pooled(String name, Window window, Rounding rounding) {
        Window whole = Pooling.whole(window, rounding, shape);
        return placed(name, whole, whole.rows(shape.height()), whole.columns(shape.width()), channels());
    }

    /** The mean over as many fields as asked for on each side, where the picture divides into them. */
    public Flow adaptiveAverage(String name, int side) {
        requirePicture(name);
        if (shape.height() == side && shape.width() == side) {
            return this;
        }
        if (shape.height() % side != 0 || shape.width() % side != 0 || shape.height() != shape.width()) {
            throw new IllegalArgumentException("the network does not take patches of " + draft.sizePx() + " px: "
                    + shape.height() + "×" + shape.width() + " places do not divide into " + side + "×" + side);
        }
        int field = shape.height() / side;
        return average(name, Window.of(field, field, 0), Rounding.DOWN, Outside.LEFT_OUT);
    }

    public Flow globalAverage(String name) {
        requirePicture(name);
        return draft.add(name, name, new Operation.GlobalAverage(), Shape.of(channels(), 1, 1), node);
    }

    public Flow flatten(String name) {
        return draft.add(name, name, new Operation.Flatten(), Shape.of(shape.count()), node);
    }

    public Flow dropout() {
        return draft.add(base + ".dropout", base, new Operation.Dropout(), shape, node);
    }

    /** The sum, named after the block it ends. */
    public Flow add(String name, Flow other) {
        if (!shape.equals(other.shape)) {
            throw new Misfit("the branches of " + draft.layer(name) + " give " + shape + " and " + other.shape
                    + ", which cannot be added");
        }
        return draft.add(draft.layer(name) + ".sum", draft.layer(name), new Operation.Add(), shape, node, other.node);
    }

    /** Each channel times a number of its own. */
    public Flow multiply(String name, Flow factors) {
        if (!factors.shape.equals(Shape.of(channels(), 1, 1))) {
            throw new Misfit(draft.layer(name) + " weighs " + channels() + " channels by " + factors.shape);
        }
        return draft.add(
                draft.layer(name) + ".product", draft.layer(name), new Operation.Multiply(), shape, node, factors.node);
    }

    /** This and the others, channels one after the other. */
    public Flow concat(String name, Flow... others) {
        int channels = channels();
        for (Flow other : others) {
            if (other.shape.height() != shape.height() || other.shape.width() != shape.width()) {
                throw new Misfit("the branches of " + name + " give " + shape + " and " + other.shape
                        + ", which cannot be joined");
            }
            channels += other.channels();
        }
        List<String> inputs = new java.util.ArrayList<>(List.of(node));
        Arrays.stream(others).forEach(other -> inputs.add(other.node));
        return draft.add(
                name,
                name,
                new Operation.Concat(),
                Shape.of(channels, shape.height(), shape.width()),
                inputs.toArray(String[]::new));
    }

    /** Squeeze and excitation: channels weighed by what two layers make of their means. */
    public Flow excited(String name, String reduce, String expand, Activation between, Activation last) {
        Flow weights = globalAverage(draft.layer(name) + ".mean")
                .convolution(reduce, Window.of(1, 1, 0))
                .activate(between)
                .convolution(expand, Window.of(1, 1, 0))
                .activate(last);
        return multiply(name, weights);
    }

    /** The places of the picture as tokens. */
    public Flow tokens(String name) {
        requirePicture(name);
        return draft.add(
                name, name, new Operation.Tokens(), Shape.of(shape.height() * shape.width(), channels()), node);
    }

    /** Learnt tokens of these tensors before the others. */
    public Flow prefixed(String name, List<String> tensors) {
        int added = 0;
        for (String tensor : tensors) {
            draft.use(tensor, 1, -1, channels());
            added += draft.shape(tensor)[1];
        }
        return draft.add(name, name, new Operation.Prefix(tensors), Shape.of(added + tokenCount(), channels()), node);
    }

    /** How many tokens there are. */
    public int tokenCount() {
        return shape.sizes().get(0);
    }

    /** A learnt summand for each token. */
    public Flow positioned(String tensor) {
        draft.use(tensor, 1, tokenCount(), channels());
        return draft.add(tensor + ".added", tensor, new Operation.Position(tensor), shape, node);
    }

    public Flow layerNorm(String name, double epsilon) {
        Operation operation = new Operation.LayerNorm(
                draft.use(draft.key(name, "weight"), channels()),
                draft.use(draft.key(name, "bias"), channels()),
                epsilon);
        return draft.add(draft.layer(name) + ".normal", draft.layer(name), operation, shape, node);
    }

    /** A dense layer whose tensors are named otherwise than {@code .weight} and {@code .bias}. */
    public Flow dense(String name, String weight, String bias) {
        int outputs = draft.shape(weight)[0];
        Operation operation = new Operation.Dense(
                draft.use(weight, outputs, channels()), draft.hasTensor(bias) ? draft.use(bias, outputs) : null);
        return draft.add(name + ".linear", name, operation, Shape.of(tokenCount(), outputs), node);
    }

    /** Self-attention on queries, keys and values that a dense layer gave one after the other. */
    public Flow attention(String name, int heads) {
        int width = channels() / 3;
        if (channels() % 3 != 0 || width % heads != 0) {
            throw new Misfit(name + " gives " + channels() + " features, which are no query, key and value of " + heads
                    + " heads");
        }
        return draft.add(
                name + ".attention", name, new Operation.Attention(heads), Shape.of(tokenCount(), width), node);
    }

    /** A factor for each feature. */
    public Flow scaled(String tensor) {
        draft.use(tensor, channels());
        return draft.add(tensor + ".scaled", tensor, new Operation.FeatureScale(tensor), shape, node);
    }

    /** The SiLU of the first half of the features times the second half. */
    public Flow gated(String name) {
        if (channels() % 2 != 0) {
            throw new Misfit(name + " gives " + channels() + " features, which are no two halves");
        }
        return draft.add(name + ".gate", name, new Operation.Gate(), Shape.of(tokenCount(), channels() / 2), node);
    }

    public Flow firstToken(String name) {
        return draft.add(name, name, new Operation.FirstToken(), Shape.of(channels()), node);
    }

    public Flow meanToken(String name, int from) {
        return draft.add(name, name, new Operation.MeanToken(from), Shape.of(channels()), node);
    }

    private void requirePicture(String name) {
        if (!shape.isPicture()) {
            throw new IllegalArgumentException(name + " needs a picture, is given " + shape);
        }
    }
}
