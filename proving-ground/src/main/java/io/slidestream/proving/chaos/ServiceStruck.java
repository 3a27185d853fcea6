package io.slidestream.proving.chaos;

import io.slidestream.proving.processes.ServiceKind;

/** A service that is killed or ended and started again, or hangs for a while. */
record ServiceStruck(ServiceKind kind, Blow blow) implements Fault.Effect {
    @Override
    public void strike(Field field, Step step) throws InterruptedException {
        switch (blow) {
            case KILL -> field.the(kind).kill();
            case END -> field.the(kind).end();
            case HANG -> field.the(kind).freeze();
        }
    }

    @Override
    public void heal(Field field, Step step) throws InterruptedException {
        switch (blow) {
            case KILL, END -> field.start(kind);
            case HANG -> field.the(kind).thaw();
        }
    }

    @Override
    public boolean recovered(Field field) {
        return kind == ServiceKind.WORKER ? field.progressed() : field.ready(kind);
    }
}
