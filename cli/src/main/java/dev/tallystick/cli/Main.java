package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.AllowedCall;
import dev.tallystick.server.StartException;
import dev.tallystick.server.config.SettingsException;
import dev.tallystick.server.folder.FolderException;
import dev.tallystick.server.witness.WitnessException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Finds the command, runs it, and turns what it throws into a sentence and an exit code. */
@Command(
        name = "tallystick",
        description = "Billing deltas with exact decimals, a durable journal and proofs anyone can check.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = {
            "  ./tallystick serve",
            "  ./tallystick emit --customer acme --delta=-250.5 --reason 'day 1' --reference day-1",
            "  ./tallystick derive acme",
            "",
            "Exit codes: 0 good, 1 the answer is no, 2 wrong usage, 3 the surroundings (port, folder, server, damage)."
        })
public final class Main implements Runnable {
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @CommandLine.Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli fills it in
    private Main() {}

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", ServeCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("witness", WitnessCommand::new);
        commands.put("keys", KeysCommand::new);
        commands.put("tenants", TenantsCommand::new);
        commands.put("webhooks", WebhooksCommand::new);
        commands.put("listen", ListenCommand::new);
        commands.put("emit", EmitCommand::new);
        commands.put("batch", BatchCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("derive", DeriveCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("checkpoint", CheckpointCommand::new);
        commands.put("checkpoints", CheckpointsCommand::new);
        commands.put("receipt", ReceiptCommand::new);
        commands.put("receipts", ReceiptsCommand::new);
        commands.put("verify-root", VerifyRootCommand::new);
        commands.put("countersign", CountersignCommand::new);
        commands.put("customer-keys", CustomerKeysCommand::new);
        commands.put("settings", SettingsCommand::new);
        commands.put("gaps", GapsCommand::new);
        commands.put("usage", UsageCommand::new);
        commands.put("limits", LimitsCommand::new);
        commands.put("customers", CustomersCommand::new);
        commands.put("customer", CustomerCommand::new);
        commands.put("summary", SummaryCommand::new);
        return commands;
    }

    /** Runs the program. */
    @AllowedCall("The process ends here, with the command's exit code.")
    public static void main(String[] args) {
        // Without this a file name or customer in another script would be printed as question marks.
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        int exitCode = run(args);
        System.out.flush();
        System.exit(exitCode);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Runs one command line and returns its exit code; ends no process. */
    static int run(String... args) {
        CommandLine line = new CommandLine(new Main());
        Supplier<Object> wanted = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (wanted == null) {
            COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
        } else {
            // Reading the declarations of all the other commands would be a good part of the server's start-up time.
            line.addSubcommand(args[0], wanted.get());
        }
        return line.setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(Main::failed)
                .execute(args);
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage());
        System.err.println(message + (message.endsWith(".") ? "" : ".") + " See '" + command + " --help'.");
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        return switch (e) {
            case CommandFailure failure -> said(failure, failure.exitCode());
            case SettingsException settings -> said(settings, ExitCode.USAGE);
            case FolderException folder -> said(folder, ExitCode.SURROUNDINGS);
            case StartException start -> said(start, ExitCode.SURROUNDINGS);
            case WitnessException witness -> said(witness, ExitCode.SURROUNDINGS);
            default -> unforeseen(e);
        };
    }

    private static int said(Exception e, int exitCode) {
        System.err.println(e.getMessage());
        return exitCode;
    }

    /** A defect: whoever reports it needs all of it. */
    private static int unforeseen(Exception e) {
        System.err.println("Something went wrong that should not: please report it with the lines below.");
        e.printStackTrace(System.err);
        return ExitCode.SURROUNDINGS;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command, such as 'serve'");
    }
}
