/// The pages of a running service, asked as somebody who is signed in, on a real database.
@NullMarked
package stepways.app.pages;

import org.jspecify.annotations.NullMarked;
