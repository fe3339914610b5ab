/// The front door: a contact is taken, whom it is about is found before anybody is recorded anew, what is already known
/// stands first, and whoever made the contact is told what was decided.
@NullMarked
package stepways.app.contacts;

import org.jspecify.annotations.NullMarked;
