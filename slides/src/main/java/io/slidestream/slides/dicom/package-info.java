/** DICOM's encoding: files of Part 10 and their data sets, read within bounds. Nothing is held but what is asked for. */
@NullMarked
package io.slidestream.slides.dicom;

import org.jspecify.annotations.NullMarked;
