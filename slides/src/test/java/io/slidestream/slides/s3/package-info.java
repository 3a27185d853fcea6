@NullMarked
package io.slidestream.slides.s3;

import org.jspecify.annotations.NullMarked;
