package io.slidestream.standalone.harvest;

import io.slidestream.catalog.people.Region;
import java.time.Instant;

/**
 * What somebody says of a region of a slide.
 *
 * @param region in level-0 pixels
 * @param label name of a class, or what corrections have in place of one
 * @param author name that the person gave
 */
public record LabelledRegion(Region region, String label, String author, Instant at) {}
