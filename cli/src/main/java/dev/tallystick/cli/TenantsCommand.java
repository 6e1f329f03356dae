package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.ledger.event.Event.TenantOpened;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.config.ServerSettings.LogLevel;
import dev.tallystick.server.config.SystemClock;
import dev.tallystick.server.folder.Tenants;
import dev.tallystick.server.ops.LogLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Opens and lists tenants in the data folder of a stopped server. */
@Command(
        name = "tenants",
        description = {
            "Open and list tenants, in the data folder of a stopped server: whoever may read the folder may do it.",
            "A new tenant's password and first keys are shown once."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick tenants create --name 'Globex' --data ./data")
final class TenantsCommand implements Runnable {
    private static final int NAME_MAX = 100;

    @Spec
    private @Nullable CommandSpec spec;

    /** Where, and how it is printed. */
    static final class Folder {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                defaultValue = "${env:TALLYSTICK_DATA:-data}",
                description = "Data folder (default: TALLYSTICK_DATA, else ./data).")
        private Path data = Path.of("data");

        @Option(names = "--json", description = "Print as JSON, for machines.")
        private boolean json;
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Name what to do: create or list");
        }
    }

    @Command(name = "create", description = "Open a tenant.", mixinStandardHelpOptions = true)
    int create(
            @Option(names = "--name", required = true, description = "Its name, for people.") String name,
            @Mixin Folder folder) {
        if (name.isBlank() || name.length() > NAME_MAX) {
            throw CommandFailure.usage("--name must have 1 to " + NAME_MAX + " characters.");
        }
        LogLines.install(LogLevel.WARNING);
        Tenants.Opened opened = Tenants.open(folder.data, name, SystemClock.system());
        Map<String, JsonValue> shown = new LinkedHashMap<>();
        shown.put("tenantId", new JsonString(opened.tenantId()));
        shown.put("name", new JsonString(opened.name()));
        shown.put("sandboxApiKey", new JsonString(opened.sandboxApiKey()));
        shown.put("productionApiKey", new JsonString(opened.productionApiKey()));
        shown.put("operatorPassword", new JsonString(opened.operatorPassword()));
        Sheet.print(new JsonObject(shown), folder.json);
        return ExitCode.GOOD;
    }

    @Command(name = "list", description = "List the tenants, oldest first.", mixinStandardHelpOptions = true)
    int list(@Mixin Folder folder) {
        LogLines.install(LogLevel.WARNING);
        List<JsonValue> rows = new ArrayList<>();
        for (TenantOpened tenant : Tenants.list(folder.data, SystemClock.system())) {
            Map<String, JsonValue> row = new LinkedHashMap<>();
            row.put("tenantId", new JsonString(tenant.tenantId()));
            row.put("name", new JsonString(tenant.name()));
            row.put("openedAt", new JsonString(UtcText.of(tenant.recordedAt())));
            rows.add(new JsonObject(row));
        }
        Sheet.print(new JsonObject(Map.of("tenants", new JsonArray(rows))), folder.json);
        return ExitCode.GOOD;
    }
}
