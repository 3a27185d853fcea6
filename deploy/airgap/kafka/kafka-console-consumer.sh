#!/bin/bash
# Prints the records of a topic, as the script of this name in the image apache/kafka.
exec java -Xmx128m -Dlog4j2.configurationFile=/etc/kafka/docker/tools-log4j2.yaml -cp '/opt/kafka/libs/*' \
  org.apache.kafka.tools.consumer.ConsoleConsumer "$@"
