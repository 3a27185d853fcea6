/** Slides in S3 buckets, downloaded once for a host. */
@NullMarked
package io.slidestream.slides.s3;

import org.jspecify.annotations.NullMarked;
