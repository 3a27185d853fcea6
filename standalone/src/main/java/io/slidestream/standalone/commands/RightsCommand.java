package io.slidestream.standalone.commands;

import io.slidestream.servicekit.kafka.ServiceRights;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "rights",
        description = "Prints the rights that each service needs at a Kafka cluster that denies what no rule allows.")
public final class RightsCommand implements Callable<Integer> {
    static final int PARTITIONS = 8;
    static final short REPLICATION = 3;

    /** What is printed. */
    enum Form {
        TABLE,
        COMMANDS,
        STRIMZI
    }

    @Mixin
    private final ReferenceOutput output = new ReferenceOutput();

    @Option(
            names = "--as",
            paramLabel = "FORM",
            defaultValue = "table",
            converter = Forms.class,
            description =
                    "table; commands, a script of Kafka's own; strimzi, manifests of topics and users. Default: table.")
    private Form form = Form.TABLE;

    @Override
    public Integer call() {
        output.print(text(form));
        return 0;
    }

    static String text(Form form) {
        return switch (form) {
            case TABLE -> ServiceRights.markdown();
            case COMMANDS -> ServiceRights.commands(PARTITIONS, REPLICATION);
            case STRIMZI -> ServiceRights.strimzi(PARTITIONS, REPLICATION);
        };
    }

    /** Reads a form as people type it. */
    static final class Forms implements ITypeConverter<Form> {
        @Override
        public Form convert(String typed) {
            return Stream.of(Form.values())
                    .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(typed))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("'" + typed + "' is none of table, commands, strimzi"));
        }
    }
}
