/// Pages of plain words: help, accessibility, privacy.
@NullMarked
package stepways.app.plain;

import org.jspecify.annotations.NullMarked;
