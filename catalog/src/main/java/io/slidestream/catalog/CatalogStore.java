package io.slidestream.catalog;

import io.slidestream.catalog.database.Database;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.GoneSlides;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.catalog.people.Corrections;
import io.slidestream.catalog.people.Marks;
import io.slidestream.catalog.people.Tags;
import java.util.function.ToDoubleFunction;

/** An open catalog. Safe for concurrent use. */
public final class CatalogStore implements AutoCloseable {
    private final Database database;
    private final Corrections corrections;
    private final Marks marks;
    private final Tags tags;

    private CatalogStore(Database database) {
        this.database = database;
        corrections = new Corrections(database);
        marks = new Marks(database);
        tags = new Tags(database);
    }

    /**
     * Opens a catalog, and makes it where there is none.
     *
     * @throws io.slidestream.catalog.database.CatalogException if it cannot be used: damaged, locked, without rights, of a
     *     newer version
     */
    public static CatalogStore open(DatabaseUrl url) {
        return new CatalogStore(Database.open(url));
    }

    public Corrections corrections() {
        return corrections;
    }

    public Marks marks() {
        return marks;
    }

    public Tags tags() {
        return tags;
    }

    public GoneSlides gone() {
        return new GoneSlides(database);
    }

    /** @param tumourMm2 area of a map's tumour class; NaN where it has none */
    public MapIndex maps(ToDoubleFunction<SlideMap> tumourMm2) {
        return new MapIndex(database, tumourMm2);
    }

    /** Has what was deleted leave the database's files. */
    public void scrub() {
        database.scrub();
    }

    public DatabaseUrl url() {
        return database.url();
    }

    @Override
    public void close() {
        database.close();
    }
}
