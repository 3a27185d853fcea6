@NullMarked
package io.slidestream.mapfiles.formats.dicom;

import org.jspecify.annotations.NullMarked;
