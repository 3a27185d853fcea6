package io.slidestream.slides.open;

import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.RawCodec;
import io.slidestream.slides.codec.RleCodec;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.jpeg2000.Jpeg2000Codec;
import io.slidestream.slides.lossless.Packing;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every label that {@link SlideReader#decoder} may give. */
public final class Decoders {
    private Decoders() {}

    public static List<String> labels() {
        return Stream.of(
                        Stream.of("openslide", Jpeg2000Codec.LABEL, RawCodec.LABEL, RleCodec.LABEL),
                        Arrays.stream(JpegLibrary.values()).map(JpegLibrary::label),
                        Arrays.stream(Packing.values()).map(Packing::label))
                .flatMap(labels -> labels)
                .distinct()
                .toList();
    }
}
