package io.slidestream.proving.chaos;

import io.slidestream.proving.processes.ServiceKind;

/** Somebody deletes the share group of a worker that is away; Kafka refuses that while it has members. */
record GroupDeleted() implements Fault.Effect {
    @Override
    public void strike(Field field, Step step) throws InterruptedException {
        field.the(ServiceKind.WORKER).end();
    }

    @Override
    public void heal(Field field, Step step) throws InterruptedException {
        try {
            for (var group : field.cluster().admin().groups().entrySet()) {
                if (group.getValue().equalsIgnoreCase("share")) {
                    field.cluster().admin().deleteShareGroup(group.getKey());
                }
            }
        } catch (IllegalStateException e) {
            field.note("no group was deleted: " + e.getMessage());
        }
        field.start(ServiceKind.WORKER);
    }
}
