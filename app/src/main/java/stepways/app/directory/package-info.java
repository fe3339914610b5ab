/// The directory of services that families can be signposted to, read from a directory's own feed,
/// and what a family was signposted to.
@NullMarked
package stepways.app.directory;

import org.jspecify.annotations.NullMarked;
