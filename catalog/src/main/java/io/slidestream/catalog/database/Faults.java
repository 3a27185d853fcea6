package io.slidestream.catalog.database;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what a database's error means to whoever runs it. */
final class Faults {
    private static final int PRIMARY_CODE = 0xff;

    private final DatabaseUrl url;

    Faults(DatabaseUrl url) {
        this.url = url;
    }

    CatalogException of(SQLException fault) {
        Throwable cause = fault;
        while (cause.getCause() != null && !(cause instanceof SQLiteException)) {
            cause = cause.getCause();
        }
        return cause instanceof SQLiteException sqlite
                ? new CatalogException(sqlite(sqlite), fault)
                : new CatalogException(postgresql(fault), fault);
    }

    private String sqlite(SQLiteException fault) {
        String catalog = "the catalog " + url;
        String said = " (" + fault.getMessage() + ")";
        boolean noRoom = fault.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE; // the index of its log
        switch (noRoom ? SQLiteErrorCode.SQLITE_FULL.code : fault.getResultCode().code & PRIMARY_CODE) {
            case 5, 6 -> {
                return catalog + " is locked by another process; end that, or try again" + said;
            }
            case 13 -> {
                return "the disk of the catalog " + url + " is full; make room: nothing that was there is lost" + said;
            }
            case 3, 8, 14 -> {
                return catalog
                        + " cannot be opened for writing; give this user its file and folder, or name another place"
                        + " in catalog.url" + said;
            }
            case 10 -> {
                return "the disk of the catalog " + url + " fails to read or write; look at its file system" + said;
            }
            case 11, 26 -> {
                return catalog
                        + " is damaged and was left as it is; stop what uses it and restore its backup, or move the"
                        + " file away and run 'slidestream catalog rebuild', which brings back all but what people"
                        + " added"
                        + said;
            }
            default -> {
                return catalog + " does not answer as it should" + said;
            }
        }
    }

    private String postgresql(SQLException fault) {
        SQLException told = told(fault);
        String state = told.getSQLState() == null ? "" : told.getSQLState();
        String said =
                " (" + String.valueOf(told.getMessage()).lines().findFirst().orElse("") + ")";
        if (state.startsWith("28")) {
            return "the database of the catalog " + url + " refuses catalog.user and catalog.password" + said;
        }
        if (state.startsWith("3D")) {
            return "the database of the catalog " + url
                    + " is not there; make it with createdb, or name another in catalog.url" + said;
        }
        if (state.equals("42501")) {
            return "the user of the catalog " + url + " may not do that; let it own its database" + said;
        }
        if (state.equals("25006")) {
            return "the database of the catalog " + url
                    + " takes nothing, as a standby does; name the primary in catalog.url, or allow it to write" + said;
        }
        if (state.equals("53100")) {
            return "the disk of the catalog " + url + " is full; make room: nothing that was there is lost" + said;
        }
        if (state.startsWith("53")) {
            return "the database of the catalog " + url + " has no room or no connection left" + said;
        }
        if (state.equals("55P03")) {
            return "the catalog " + url + " is locked by another session; end that, or try again" + said;
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return "the database of the catalog " + url + " cannot be reached; is PostgreSQL running there?" + said;
        }
        return "the catalog " + url + " does not answer as it should" + said;
    }

    /** What the database said last; the pool only says that it waited for it. */
    private static SQLException told(SQLException fault) {
        SQLException told = fault;
        for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException deeper && deeper.getSQLState() != null) {
                told = deeper;
            }
        }
        return told;
    }
}
