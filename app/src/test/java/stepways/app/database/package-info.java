/// The database layer on a real PostgreSQL.
@NullMarked
package stepways.app.database;

import org.jspecify.annotations.NullMarked;
