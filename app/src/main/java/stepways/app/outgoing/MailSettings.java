package stepways.app.outgoing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The mail server through which messages leave. Without a host nothing leaves, and the pages say so.
///
/// @param host the server's name; empty for none
/// @param port of the server; 587 is for mail that a service hands in
/// @param tls `required` (the default) upgrades the connection and refuses a server that cannot, `direct` is encrypted
///     from the first byte (port 465), `none` is for a server on the same machine
/// @param username with which the service signs in to the server; empty if it need not
/// @param password of the user name, from the environment
/// @param from the address that mail comes from, such as `stepways@council.example`
/// @param address where people reach this service, such as `https://stepways.council.example`, for the links in mail
/// @param tries after how many failures, the last a day after the first, a message is given up and whoever caused it is
/// told
@ConfigurationProperties("stepways.mail")
public record MailSettings(
        @DefaultValue("") String host,
        @DefaultValue("587") int port,
        @DefaultValue("required") String tls,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String from,
        @DefaultValue("") String address,
        @DefaultValue("8") int tries) {

    public MailSettings {
        if (!tls.matches("required|direct|none")) {
            throw new IllegalArgumentException(
                    "Expected stepways.mail.tls to be required, direct or none, found " + tls);
        }
        if (!host.isBlank() && !from.matches("[^@\\s]+@[^@\\s]+")) {
            throw new IllegalArgumentException(
                    "Expected stepways.mail.from to be the address that mail comes from, found '" + from + "'");
        }
    }

    /// Whether anything can leave at all.
    public boolean sends() {
        return !host.isBlank();
    }

    /// The domain of the sender, which ends each message's own id.
    String domain() {
        return from.substring(from.indexOf('@') + 1);
    }

    /// A page of this service, whole where the address is set.
    public String link(String path) {
        return address.isBlank() ? path : address.replaceFirst("/+$", "") + path;
    }
}
