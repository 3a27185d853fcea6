@NullMarked
package io.slidestream.mapfiles.dicom;

import org.jspecify.annotations.NullMarked;
