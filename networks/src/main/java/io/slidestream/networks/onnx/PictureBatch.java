package io.slidestream.networks.onnx;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.patches.PatchTransform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Brings pictures into a network's form, a batch at a time. For one thread. */
final class PictureBatch {
    private final PatchTransform transform;
    private final PatchLayout layout;
    private final int size;
    private final FloatBuffer patches;

    PictureBatch(ModelConfig config, PatchLayout layout, int size) {
        this.layout = layout;
        this.size = size;
        transform = new PatchTransform(config);
        patches = ByteBuffer.allocateDirect(size * layout.floatsPerPatch() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Takes a batch. */
    interface Consumer {
        /**
         * @param patches of a whole batch
         * @param first place of its first picture among all
         * @param count pictures in it; what follows is of no account
         */
        void accept(FloatBuffer patches, int first, int count);
    }

    void forEach(List<? extends LabelledPicture> pictures, Consumer consumer) {
        for (int first = 0; first < pictures.size(); first += size) {
            int count = Math.min(size, pictures.size() - first);
            for (int i = 0; i < count; i++) {
                int place = i;
                pictures.get(first + i)
                        .show((rgb, width, height) -> transform.apply(rgb, width, height, patches, place, layout));
            }
            consumer.accept(patches, first, count);
        }
    }
}
