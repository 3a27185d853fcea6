/** What is deployed with the services: manifests, rules, dashboards, and what a release says of itself. */
@NullMarked
package io.slidestream.system.deploy;

import org.jspecify.annotations.NullMarked;
