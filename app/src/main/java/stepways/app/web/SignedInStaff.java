package stepways.app.web;

import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;
import stepways.app.database.AuthorityId;
import stepways.app.database.StaffId;
import stepways.app.database.Viewer;

/// Who is signed in: kept in the session, and handed to every controller.
///
/// ```java
/// @GetMapping("/work")
/// ModelAndView work(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) { … }
/// ```
///
/// @param authorityName what stands in the header of each page
public record SignedInStaff(String authority, String authorityName, UUID staff, String name)
        implements Principal, Serializable {

    /// For whom the database is read and written.
    public Viewer.Staff viewer() {
        return new Viewer.Staff(new AuthorityId(authority), new StaffId(staff));
    }

    @Override
    public String getName() {
        return staff.toString();
    }
}
