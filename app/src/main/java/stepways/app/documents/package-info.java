/// Documents of a family: uploaded, versioned, dated, withdrawn; what a file is, is decided by its bytes.
@NullMarked
package stepways.app.documents;

import org.jspecify.annotations.NullMarked;
