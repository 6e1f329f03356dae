import dev.tallystick.client.ApiException;
import dev.tallystick.client.Claims;
import dev.tallystick.client.Comparison;
import dev.tallystick.client.Delta;
import dev.tallystick.client.Derived;
import dev.tallystick.client.Recorded;
import dev.tallystick.client.Scope;
import dev.tallystick.client.Tallystick;
import dev.tallystick.client.UnreachableException;
import dev.tallystick.proof.amount.Amount;
import java.util.LinkedHashMap;
import java.util.Map;

/** Three days of usage, the balance they add up to, and whether both sides agree on it. See README.md. */
public final class BasicRecordation {
    private static final String CUSTOMER_ID = "cust_acme";

    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        String url = environment.getOrDefault("BASE_URL", "http://127.0.0.1:8080");
        Tallystick tallystick = Tallystick.at(url, environment.get("API_KEY")).build();

        Map<String, Amount> usage = new LinkedHashMap<>();
        usage.put("2026-02-01", Amount.parse("-100"));
        usage.put("2026-02-02", Amount.parse("-250"));
        usage.put("2026-02-03", Amount.parse("-150"));

        Amount mine = Amount.ZERO;
        try {
            for (Map.Entry<String, Amount> day : usage.entrySet()) {
                // The same name for the same day every time: running this again stores nothing more.
                Recorded recorded = tallystick.emit(
                        Delta.of(CUSTOMER_ID, day.getValue(), "Usage on " + day.getKey())
                                .withReference("usage:" + CUSTOMER_ID + ":" + day.getKey()));
                mine = mine.plus(day.getValue());
                System.out.println(recorded.recordId() + " " + day.getKey() + " " + recorded.delta()
                        + (recorded.idempotent() ? " (recorded before)" : ""));
            }
        } catch (ApiException e) {
            System.err.println(e.status() + " " + e.code() + ": " + e.getMessage());
            System.exit(1);
        } catch (UnreachableException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }

        Derived derived = tallystick.derive(CUSTOMER_ID, Scope.CURRENT_MONTH);
        System.out.println(derived.computedBalance() + " across " + derived.deltaCount() + " verified deltas");

        Comparison compared =
                tallystick.compare(CUSTOMER_ID, Scope.CURRENT_MONTH, Claims.of(mine, Amount.parse("-500")));
        System.out.println(
                compared.agree() ? "Both sides agree on " + compared.neutralBalance() : compared.recommendation());
    }
}
