package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A network compiled for one picture: steps in order, and how much memory a lane needs for them.
 *
 * @param engine of oneDNN
 * @param handles of all that the steps name; closed by whoever made the program
 */
record Program(Pointer engine, List<Step> steps, long bytes, Handles handles) {
    private static final long ALIGNMENT = 64;

    Program {
        steps = List.copyOf(steps);
    }

    /** Finds a place for every block: the largest first, each at the lowest address where no other is at the same time. */
    static Program of(Pointer engine, List<Step> steps, Handles handles) {
        for (int i = 0; i < steps.size(); i++) {
            for (Step.Argument argument : steps.get(i).arguments()) {
                argument.block().usedBy(i);
            }
        }
        List<Block> blocks = steps.stream()
                .flatMap(step -> step.arguments().stream())
                .map(Step.Argument::block)
                .filter(block -> block.kind() == Block.Kind.LANE)
                .distinct()
                .sorted(Comparator.comparingLong(Block::bytes).reversed())
                .toList();
        List<Block> placed = new ArrayList<>();
        long bytes = 0;
        for (Block block : blocks) {
            long at = 0;
            List<Block> neighbours = placed.stream()
                    .filter(block::meets)
                    .sorted(Comparator.comparingLong(Block::address))
                    .toList();
            for (Block neighbour : neighbours) {
                if (at + block.bytes() <= neighbour.address()) {
                    break;
                }
                at = Math.max(at, aligned(neighbour.address() + neighbour.bytes()));
            }
            block.place(at);
            placed.add(block);
            bytes = Math.max(bytes, at + block.bytes());
        }
        return new Program(engine, steps, bytes, handles);
    }

    private static long aligned(long address) {
        return (address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
