package io.slidestream.standalone.commands;

import java.util.Arrays;

/** The assignment of columns to rows with the greatest sum: Kuhn's Hungarian method, in time of the third power. */
final class Assignment {
    private Assignment() {}

    /** @return the column of each row */
    static int[] most(int[][] gains) {
        int n = gains.length;
        long[] rowPotential = new long[n + 1];
        long[] columnPotential = new long[n + 1];
        int[] rowOf = new int[n + 1]; // of each column, counted from 1; 0 for none
        for (int row = 1; row <= n; row++) {
            rowOf[0] = row;
            int column = 0;
            int[] before = new int[n + 1];
            long[] least = new long[n + 1];
            boolean[] seen = new boolean[n + 1];
            Arrays.fill(least, Long.MAX_VALUE);
            do {
                seen[column] = true;
                int next = 0;
                long step = Long.MAX_VALUE;
                for (int j = 1; j <= n; j++) {
                    if (!seen[j]) {
                        long cost = -gains[rowOf[column] - 1][j - 1] - rowPotential[rowOf[column]] - columnPotential[j];
                        if (cost < least[j]) {
                            least[j] = cost;
                            before[j] = column;
                        }
                        if (least[j] < step) {
                            step = least[j];
                            next = j;
                        }
                    }
                }
                for (int j = 0; j <= n; j++) {
                    if (seen[j]) {
                        rowPotential[rowOf[j]] += step;
                        columnPotential[j] -= step;
                    } else {
                        least[j] -= step;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            while (column != 0) {
                rowOf[column] = rowOf[before[column]];
                column = before[column];
            }
        }
        int[] columnOf = new int[n];
        for (int column = 1; column <= n; column++) {
            columnOf[rowOf[column] - 1] = column - 1;
        }
        return columnOf;
    }
}
