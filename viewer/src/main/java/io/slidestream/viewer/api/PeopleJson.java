package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.people.Correction;
import io.slidestream.catalog.people.Mark;

/** What people add, as JSON. */
final class PeopleJson {
    private PeopleJson() {}

    static ObjectNode of(Correction correction) {
        ObjectNode json = SlideJson.JSON.createObjectNode();
        json.put("id", correction.id().toString());
        json.put("map", correction.map().hex());
        json.put("slide", correction.slideName());
        json.put("label", correction.label());
        json.put("comment", correction.comment());
        json.put("who", correction.author());
        json.put("at", correction.at().toString());
        json.set("geometry", correction.region().json());
        return json;
    }

    static ObjectNode of(Mark mark) {
        ObjectNode json = SlideJson.JSON.createObjectNode();
        json.put("map", mark.map().hex());
        json.put("slide", mark.slideName());
        json.put("kind", mark.kind().label());
        json.put("who", mark.author());
        json.put("at", mark.at().toString());
        return json;
    }
}
