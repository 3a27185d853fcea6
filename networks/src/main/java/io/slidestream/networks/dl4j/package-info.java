/** Networks, engine and featuriser on Deeplearning4j; the only package that knows its classes. */
@NullMarked
package io.slidestream.networks.dl4j;

import org.jspecify.annotations.NullMarked;
