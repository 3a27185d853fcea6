package io.slidestream.networks.onnx;

/** A picture whose class is known. Its pixels are read when they are needed, each time anew. */
public interface LabelledPicture {
    /** The true class, in the order of the model's outputs. */
    int classIndex();

    void show(Viewer viewer);

    /** Takes the pixels of one picture. */
    interface Viewer {
        /** @param rgb {@code widthPx * heightPx} pixels 0xRRGGBB */
        void see(int[] rgb, int widthPx, int heightPx);
    }
}
