package stepways.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/// The service as Spring sees it: every package below this one is searched for components.
@SpringBootApplication
public class StepwaysApplication {}
