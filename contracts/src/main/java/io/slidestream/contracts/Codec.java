package io.slidestream.contracts;

/** Turns a record into its wire bytes and back. Stateless. */
public interface Codec<T> {
    byte[] encode(T value);

    /** @throws MalformedMessageException if the bytes are not a valid message of this type */
    T decode(byte[] bytes) throws MalformedMessageException;
}
