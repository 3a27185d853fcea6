/** JPEG tiles of slides: streams made decodable, decoders, and a cache of what they decoded. */
@NullMarked
package io.slidestream.slides.jpeg;

import org.jspecify.annotations.NullMarked;
