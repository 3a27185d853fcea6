/** A described network compiled to oneDNN's primitives: layers fused, in the layouts that oneDNN prefers. */
@NullMarked
package io.slidestream.networks.onednn;

import org.jspecify.annotations.NullMarked;
