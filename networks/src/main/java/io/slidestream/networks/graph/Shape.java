package io.slidestream.networks.graph;

import java.util.Arrays;
import java.util.List;

/** The size of what a node gives for one patch: [channels, height, width], [tokens, features] or [features]. */
public record Shape(List<Integer> sizes) {
    public Shape {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.size() > 3 || sizes.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("a shape has one to three sizes of at least 1, was " + sizes);
        }
    }

    public static Shape of(int... sizes) {
        return new Shape(Arrays.stream(sizes).boxed().toList());
    }

    public boolean isPicture() {
        return sizes.size() == 3;
    }

    /** Of a picture; otherwise the last size, the one that dense layers read. */
    public int channels() {
        return sizes.get(isPicture() ? 0 : sizes.size() - 1);
    }

    public int height() {
        return isPicture() ? sizes.get(1) : 1;
    }

    public int width() {
        return isPicture() ? sizes.get(2) : 1;
    }

    /** Numbers in all. */
    public int count() {
        return sizes.stream().reduce(1, Math::multiplyExact);
    }

    @Override
    public String toString() {
        return sizes.toString();
    }
}
