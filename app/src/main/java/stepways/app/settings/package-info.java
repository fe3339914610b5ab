/// What a council decides for itself.
@NullMarked
package stepways.app.settings;

import org.jspecify.annotations.NullMarked;
