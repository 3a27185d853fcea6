/** Attacks, each of which once worked: what harmed the product must harm it no more, and no sound slide beside it. */
@NullMarked
package io.slidestream.system.attack;

import org.jspecify.annotations.NullMarked;
