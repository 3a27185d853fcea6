@NullMarked
package io.slidestream.standalone.commands;

import org.jspecify.annotations.NullMarked;
