package io.slidestream.worker.blocks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;

/*
 * Kafka's share consumer knows some of the errors that a broker may answer a fetch with; for any other it throws an
 * IllegalStateException that has the error's number in its text alone ("Unexpected error code 15 while fetching from ..."),
 * retriable or not. COORDINATOR_NOT_AVAILABLE comes whenever the share coordinator moves or starves.
 */
/** Failures of a share consumer that pass: another consumer of the same group fares better a little later. */
final class PassingFailure {
    private static final Pattern UNEXPECTED = Pattern.compile("Unexpected error code (-?\\d{1,5}) ");

    private PassingFailure() {}

    static boolean is(Throwable failure) {
        if (failure instanceof RetriableException) {
            return true;
        }
        if (failure instanceof IllegalStateException) {
            Matcher said = UNEXPECTED.matcher(String.valueOf(failure.getMessage()));
            return said.find()
                    && Errors.forCode(Short.parseShort(said.group(1))).exception() instanceof RetriableException;
        }
        return false;
    }
}
