package stepways.app.access;

import java.util.List;

/// Stories that the demo's sign-in page offers, each with the person to sign in as. Whoever makes the demo's data says
/// them.
public interface DemoStories {
    List<SignInPage.Story> stories();
}
