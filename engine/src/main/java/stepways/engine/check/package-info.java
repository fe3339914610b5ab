/// Proves a pack before it is used: drives the same decide and evolve that the service uses through every reachable
/// state.
@NullMarked
package stepways.engine.check;

import org.jspecify.annotations.NullMarked;
