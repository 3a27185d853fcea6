package io.slidestream.servicekit;

import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import java.util.List;

/** A component that does as it is told and writes down what it was asked. */
public class Part implements Component {
    private final String name;
    private final List<String> diary;
    public volatile Health health = Health.ready();

    public Part(String name, List<String> diary) {
        this.name = name;
        this.diary = diary;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        diary.add("start " + name);
    }

    @Override
    public Health check() {
        return health;
    }

    @Override
    public void close() {
        diary.add("close " + name);
    }
}
