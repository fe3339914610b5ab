/// The procedure itself: its clauses, its flow, its readings and its gaps.
@NullMarked
package stepways.app.policy;

import org.jspecify.annotations.NullMarked;
