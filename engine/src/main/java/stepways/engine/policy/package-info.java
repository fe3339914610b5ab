/// A council's procedure as typed data: what a policy pack says once it has been read.
@NullMarked
package stepways.engine.policy;

import org.jspecify.annotations.NullMarked;
