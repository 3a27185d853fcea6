/**
 * The map as DICOM objects: a Parametric Map of the probabilities and a Segmentation of the classes. The encoding is our
 * own, a few classes, since no DICOM library is on Maven Central.
 */
@NullMarked
package io.slidestream.mapfiles.formats.dicom;

import org.jspecify.annotations.NullMarked;
