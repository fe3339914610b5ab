/// What leaves the service: mail, letters, invitations and notices. They are written with the act that causes them and
/// sent afterwards.
@NullMarked
package stepways.app.outgoing;

import org.jspecify.annotations.NullMarked;
