/** Fine-tunes networks on folders of tiles, measures them and writes model bundles. */
@NullMarked
package io.slidestream.trainer;

import org.jspecify.annotations.NullMarked;
