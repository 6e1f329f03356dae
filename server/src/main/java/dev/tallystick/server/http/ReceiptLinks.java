package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonWriter;

/**
 * Where a receipt is checked.
 *
 * @param verifyUrl for people
 * @param verificationApiUrl for programs
 */
record ReceiptLinks(String verifyUrl, String verificationApiUrl) {
    static ReceiptLinks of(Links.Base base, Hash root) {
        return new ReceiptLinks(base.verify(root), base.verifyApi(root));
    }

    /** Writes them as members, with those that are kept for clients that expect them. */
    void write(JsonWriter json) {
        json.name("verifyUrl")
                .value(verifyUrl)
                .name("verificationApiUrl")
                .value(verificationApiUrl)
                .name("accessHint")
                .nullValue()
                .name("customerLinkUrl")
                .nullValue()
                .name("customerLinkHost")
                .nullValue();
    }
}
