/** Dashboards drawn without Grafana, so that somebody may look at them. */
@NullMarked
package io.slidestream.proving.panels;

import org.jspecify.annotations.NullMarked;
