package io.slidestream.broker.cluster;

/**
 * Ports of a node's listeners, and of the proxies before them, which are those that others know.
 *
 * @param clientsBefore of the proxy before the listener for clients
 */
record NodePorts(
        int clients, int brokers, int controllers, int clientsBefore, int brokersBefore, int controllersBefore) {}
