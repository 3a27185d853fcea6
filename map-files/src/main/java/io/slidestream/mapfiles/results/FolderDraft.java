package io.slidestream.mapfiles.results;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A draft in a hidden folder beside its target, on the same file system, so that moving a file is atomic. */
final class FolderDraft implements ResultsDraft {
    private static final Logger log = LoggerFactory.getLogger(FolderDraft.class);

    private final Path draft;
    private final Target target;
    private final Copy copy;
    /** Names of the files and folders directly below the draft. */
    private final Set<String> names = Collections.synchronizedSet(new LinkedHashSet<>());

    FolderDraft(Path draft, Target target, Copy copy) {
        this.draft = draft;
        this.target = target;
        this.copy = copy;
    }

    /** Is made of the results that lie in their folder, before their marker does. */
    interface Copy {
        void of(Path folder, Set<String> names, Path marker) throws IOException;

        void dropped(Path folder) throws IOException;
    }

    /** Chosen when publishing, since another slide of the same name may have taken the folder meanwhile. */
    interface Target {
        /** Keeps others that may choose the same folder away while it is chosen and filled. */
        FolderLocks.Hold hold() throws IOException;

        Path folder() throws IOException;

        /** Makes sure that what the folder holds lies elsewhere too, if it is to be kept. */
        default void makeWay(Path folder, Copy copy) throws IOException {}

        /** Clears up once the folder holds the draft. */
        default void filled(Path folder, Copy copy) throws IOException {}
    }

    @Override
    public OutputStream create(String name) throws IOException {
        Path path = draft;
        for (String segment : name.split("/", -1)) {
            path = path.resolve(FolderName.storable(draft, segment));
        }
        Files.createDirectories(path.getParent());
        FileChannel file = FileChannel.open(path, CREATE_NEW, WRITE);
        names.add(draft.relativize(path).getName(0).toString());
        return new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16) {
            @Override
            public void close() throws IOException {
                try (file) {
                    flush();
                    if (file.isOpen()) {
                        file.force(true);
                    }
                }
            }
        };
    }

    @Override
    public void drop(String name) throws IOException {
        delete(draft.resolve(name));
        names.remove(name);
    }

    @Override
    public URI publish(String marker) throws IOException {
        try (FolderLocks.Hold unused = target.hold()) {
            checkWhole();
            Path folder = target.folder();
            Files.createDirectories(folder);
            target.makeWay(folder, copy);
            Files.deleteIfExists(folder.resolve(marker));
            force(folder);
            for (String old : ResultFiles.ALL) {
                delete(folder.resolve(old));
            }
            for (String name : names) {
                if (!name.equals(marker)) {
                    move(name, folder);
                }
            }
            force(folder);
            Set<String> copied = new LinkedHashSet<>(names);
            copied.remove(marker);
            copy.of(folder, copied, draft.resolve(marker));
            move(marker, folder);
            force(folder);
            target.filled(folder, copy);
            return folder.toUri();
        }
    }

    /** A process that hung for long finds its draft swept away by its successor, whose results must stay. */
    private void checkWhole() throws IOException {
        for (String name : names) {
            if (!Files.exists(draft.resolve(name))) {
                throw new IOException(draft + " was taken over by another process");
            }
        }
    }

    @Override
    public void close() {
        try {
            delete(draft);
        } catch (IOException e) {
            log.warn("{} could not be removed; it may be deleted by hand", draft, e);
        }
    }

    /** Deletes a file, or a folder with all that is in it; nothing where neither is. Links are not followed. */
    static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> entries = Files.list(path)) {
                for (Path entry : entries.toList()) {
                    delete(entry);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    private void move(String name, Path folder) throws IOException {
        Files.move(draft.resolve(name), folder.resolve(name), ATOMIC_MOVE);
    }

    /** Makes the folder's own entries survive a power cut. */
    private static void force(Path folder) throws IOException {
        try (FileChannel entries = FileChannel.open(folder, READ)) {
            entries.force(true);
        }
    }
}
