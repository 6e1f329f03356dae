package dev.tallystick.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.WebhookSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can never be delivered to is told when the endpoint is made, and nothing that can be is. */
class HookUrlTest {
    private static final AddressRule PUBLIC = new AddressRule(WebhookSettings.DEFAULT);
    private static final AddressRule ANYWHERE = new AddressRule(new WebhookSettings(true, List.of(), null));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ftp://example.com/                  | must begin with https://
            file:///etc/passwd                  | must begin with https://
            javascript:alert(1)                 | must begin with https://
            example.com/hook                    | must begin with https://
            //example.com/hook                  | must begin with https://
            https:example.com                   | must name a host
            https:///hook                       | must name a host
            https://:443/hook                   | must name a host
            https://./                          | must name a host
            https://exa%6dple.com/              | must name a host
            https://my_host/                    | must name a host
            https://example.com:0/              | a port is a number
            https://example.com:65536/          | a port is a number
            https://example.com:99999999999/    | a port is a number
            https://example.com:/               | a port is a number
            https://example.com:-1/             | a port is a number
            https://example.com:80a/            | a port is a number
            https://[2606:4700::1111]:0/        | a port is a number
            https://[2606:4700::1111]443/       | not a URL
            https://user@example.com/           | no user name
            https://user:word@example.com/      | no user name
            https://@example.com/               | no user name
            https://example.com@127.0.0.1/      | no user name
            https://example.com/#part           | no part after #
            https://example.com/#               | no part after #
            https://exa mple.com/               | must be ASCII
            https://exämple.com/                | must be ASCII
            https://example.com\\@127.0.0.1/    | not a URL
            https://[fe80::1%25eth0]/           | no IPv6 zone
            https://[fe80::1%eth0]/             | no IPv6 zone
            https://[2606:4700::1111%251]/      | no IPv6 zone
            https://[::1/                       | not a URL
            https://[1.1.1.1]/                  | not a URL
            https://0177.0.0.1/                 | ends in a number
            https://010.0.0.1/                  | ends in a number
            https://1.1.1.01/                   | ends in a number
            https://0x7f.1/                     | ends in a number
            https://0x7f.0x0.0x0.0x1/           | ends in a number
            https://0x7f000001/                 | ends in a number
            https://127.1/                      | ends in a number
            https://127.0.1/                    | ends in a number
            https://2130706433/                 | ends in a number
            https://1.1.1.1.1/                  | ends in a number
            https://example.1/                  | ends in a number
            https://127.0.0.1./                 | ends in a number
            https://1.1.1.256/                  | no IP address
            https://a..b/                       | a name has
            https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com/ | a name has
            """)
    void whatCanNeverWorkIsRefusedWhateverIsAllowed(String url, String why) {
        assertThat(HookUrl.problem(url, true, PUBLIC))
                .contains(why)
                .startsWith("url ")
                .endsWith(".");
        assertThat(HookUrl.problem(url, true, ANYWHERE)).contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://10.1.2.3:8443/hook",
                "https://192.168.1.1/",
                "https://172.16.0.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://0.0.0.0/",
                "https://[::1]/",
                "https://[::]/",
                "https://[fe80::1]/",
                "https://[fd00::1]:443/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[64:ff9b::a00:1]/",
                "https://localhost/",
                "https://LOCALHOST:3000/",
                "https://localhost./",
                "https://a.localhost/"
            })
    void whatIsNotPublicIsRefusedUnlessItIsAllowed(String url) {
        assertThat(HookUrl.problem(url, true, PUBLIC)).contains("is not public").contains("webhook-allow");
        assertThat(HookUrl.problem(url, true, ANYWHERE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com/hook?a=1",
                "HTTPS://Example.COM:65535/",
                "https://example.com./",
                "https://xn--exmple-cua.com/",
                "https://1.1.1.1/",
                "https://1and1.example:1/",
                "https://0x.example/",
                "https://[2606:4700::1111]/hook",
                "https://[2606:4700::1111]:8443/",
                "https://intranet/",
                "https://localhost.example.com/",
                "http://example.com/"
            })
    void whatMayWorkIsTaken(String url) {
        assertThat(HookUrl.problem(url, true, PUBLIC)).isNull();
    }

    @Test
    void aRangeThatIsAllowedMayStandInAUrl_butNoOtherMay() {
        AddressRule one = new AddressRule(new WebhookSettings(false, List.of(AddressRange.parse("127.0.0.1")), null));
        assertThat(HookUrl.problem("http://127.0.0.1:9/", true, one)).isNull();
        assertThat(HookUrl.problem("http://localhost:9/", true, one)).isNull();
        assertThat(HookUrl.problem("http://127.0.0.2:9/", true, one)).contains("127.0.0.2");
        assertThat(HookUrl.problem("http://[::1]:9/", true, one)).contains("is not public");
    }

    @Test
    void plainHttpIsForTheSandbox() {
        assertThat(HookUrl.problem("http://example.com/", false, PUBLIC)).contains("https:// in production");
    }
}
