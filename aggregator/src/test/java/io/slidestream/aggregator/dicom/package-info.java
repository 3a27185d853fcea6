@NullMarked
package io.slidestream.aggregator.dicom;

import org.jspecify.annotations.NullMarked;
