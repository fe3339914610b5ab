/// The service: how it starts, and what all its features share. Each feature is a package below this one.
@NullMarked
package stepways.app;

import org.jspecify.annotations.NullMarked;
