package io.slidestream.trainer.report;

import io.slidestream.trainer.fit.EpochRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** training.csv: a row an epoch; empty where there is no figure. */
final class TrainingCsv {
    static final String FILE = "training.csv";

    private TrainingCsv() {}

    static byte[] of(List<EpochRecord> records) {
        StringBuilder text = new StringBuilder("step,phase,epoch,learning_rate,training_loss,training_accuracy,"
                + "validation_loss,validation_accuracy,images_per_second\n");
        for (int i = 0; i < records.size(); i++) {
            EpochRecord epoch = records.get(i);
            text.append(i + 1).append(',').append(epoch.phase()).append(',').append(epoch.epoch());
            for (double figure : new double[] {
                epoch.learningRate(),
                epoch.trainingLoss(),
                epoch.trainingAccuracy(),
                epoch.validationLoss(),
                epoch.validationAccuracy(),
                epoch.imagesPerSecond()
            }) {
                text.append(',').append(Double.isFinite(figure) ? String.format(Locale.ROOT, "%.6g", figure) : "");
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
