package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.Codec;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ledger's bytes in the state store. They outlive releases: a change of form needs a new {@link #FORM}. */
final class LedgerCodec {
    private static final byte FORM = 1;

    private LedgerCodec() {}

    static byte[] encode(Ledger ledger) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeInt(ledger.attempt);
            out.writeUTF(ledger.state.name());
            out.writeLong(ledger.scored);
            out.writeInt(ledger.rejected.size());
            for (Map.Entry<RejectionReason, Long> entry : ledger.rejected.entrySet()) {
                out.writeUTF(entry.getKey().name());
                out.writeLong(entry.getValue());
            }
            write(out, ledger.received.toByteArray());
            write(out, encoded(Topic.SLIDES.codec(), ledger.event));
            write(out, encoded(Topic.TUMOR_MAPS.codec(), ledger.last));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException if the bytes are no ledger of this release: the state folder is damaged */
    static Ledger decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte form = in.readByte();
            if (form != FORM) {
                throw new IllegalStateException("a ledger of form " + form + ", this release knows " + FORM);
            }
            int attempt = in.readInt();
            Ledger.State state = Ledger.State.valueOf(in.readUTF());
            long scored = in.readLong();
            Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
            for (int left = in.readInt(); left > 0; left--) {
                rejected.put(RejectionReason.valueOf(in.readUTF()), in.readLong());
            }
            Ledger ledger = new Ledger(attempt, BitSet.valueOf(in.readNBytes(in.readInt())), rejected);
            ledger.state = state;
            ledger.scored = scored;
            ledger.event = decoded(Topic.SLIDES.codec(), in.readNBytes(in.readInt()));
            ledger.last = decoded(Topic.TUMOR_MAPS.codec(), in.readNBytes(in.readInt()));
            return ledger;
        } catch (IOException | MalformedMessageException e) {
            throw new IllegalStateException("the state store holds a damaged ledger: " + e.getMessage(), e);
        }
    }

    private static <T> byte[] encoded(Codec<T> codec, @Nullable T value) {
        return value == null ? new byte[0] : codec.encode(value);
    }

    private static <T> @Nullable T decoded(Codec<T> codec, byte[] bytes) throws MalformedMessageException {
        return bytes.length == 0 ? null : codec.decode(bytes);
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
