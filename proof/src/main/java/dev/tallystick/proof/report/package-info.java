/** The signed report of a comparison as an offline file, and its verifier; docs/formats/report.md. */
@NullMarked
package dev.tallystick.proof.report;

import org.jspecify.annotations.NullMarked;
