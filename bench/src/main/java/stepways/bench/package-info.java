/// Benchmarks. They print ratios to something run beside them, and never fail a build.
@NullMarked
package stepways.bench;

import org.jspecify.annotations.NullMarked;
