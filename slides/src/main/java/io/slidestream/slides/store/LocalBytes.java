package io.slidestream.slides.store;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.slides.SlideException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/*
 * Positional reads, not a mapping: a file that shrinks under a mapping raises SIGBUS, which kills the process where
 * native code reads and arrives as an error at some later time where Java does; and Java 17 cannot unmap. A read of a
 * 15 kB tile costs 1 us more than copying it from a mapping, of about 150 us for decoding it.
 *
 * Java closes a channel when a thread that reads it is interrupted. The slide must survive that for the other threads,
 * so the file is opened again, if it is still the same.
 */
/** The bytes of a slide in a file of this host. */
final class LocalBytes implements SlideBytes {
    private final SlideFile file;
    private volatile FileChannel channel;

    private LocalBytes(SlideFile file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws SlideException CHANGED or VANISHED if the file is no longer as it was */
    static LocalBytes open(SlideFile file) throws SlideException, IOException {
        FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ);
        boolean opened = false;
        try {
            file.checkUnchanged();
            opened = true;
            return new LocalBytes(file, channel);
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void read(long position, ByteBuffer target) throws SlideException {
        if (position < 0) {
            throw new SlideException(
                    RejectionReason.UNREADABLE,
                    FileUris.text(file.path()) + " has pixels at " + Long.toUnsignedString(position)
                            + ", where no file has any");
        }
        boolean interrupted = false;
        try {
            while (target.hasRemaining()) {
                FileChannel current = channel;
                try {
                    if (current.read(target, position + target.position()) < 0) {
                        file.checkUnchanged();
                        throw new SlideException(
                                RejectionReason.UNREADABLE, FileUris.text(file.path()) + " ends before its pixels do");
                    }
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    reopen(current);
                }
            }
        } catch (IOException e) {
            file.checkReachable();
            throw new SlideException(
                    RejectionReason.UNREADABLE,
                    FileUris.text(file.path()) + " cannot be read: " + FileFault.words(e),
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e); // closing what was only read
        }
    }

    private synchronized void reopen(FileChannel broken) throws SlideException, IOException {
        if (channel == broken) {
            file.checkUnchanged();
            channel = FileChannel.open(file.path(), StandardOpenOption.READ);
        }
    }
}
