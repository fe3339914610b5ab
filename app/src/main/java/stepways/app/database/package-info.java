/// The only way to the stored record: PostgreSQL, its roles and migrations, and transactions that see one authority.
@NullMarked
package stepways.app.database;

import org.jspecify.annotations.NullMarked;
