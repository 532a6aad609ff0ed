import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

import ac.simons.neo4j.migrations.core.Migrations;
import ac.simons.neo4j.migrations.core.MigrationVersion;
import ac.simons.neo4j.migrations.core.MigrationsConfig;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/**
 * Drives the Java library: each line of standard input is a command and its {@code name=value} options, parted by tabs.
 *
 * <p>The answer are lines of a name, a tab, and a value in which line ends are written as {@code \n}; then an empty line.
 */
final class MigrationsRunner {

    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    public static void main(String[] args) throws IOException {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var drivers = new HashMap<String, Driver>();
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            var words = line.split("\t");
            var options = new HashMap<String, String>();
            for (int i = 1; i < words.length; i++) {
                var option = words[i].split("=", 2);
                options.put(option[0], option[1]);
            }
            run(words[0], options, drivers.computeIfAbsent(options.get("address"), address -> GraphDatabase
                .driver(address, AuthTokens.basic(options.get("username"), options.get("password")))));
            OUT.println();
        }
        drivers.values().forEach(Driver::close);
    }

    private static void run(String command, Map<String, String> options, Driver driver) {
        try {
            run(command, new Migrations(config(options), driver), options);
        }
        catch (RuntimeException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                answer("error", cause.getMessage());
            }
        }
    }

    private static MigrationsConfig config(Map<String, String> options) {
        var packages = new ArrayList<String>();
        if (Boolean.parseBoolean(options.get("code"))) {
            packages.add("programmatic");
        }
        if (options.containsKey("csv")) {
            System.setProperty("csv", options.get("csv"));
            packages.add("loading");
        }
        return MigrationsConfig.builder()
            .withLocationsToScan(options.get("location").split(","))
            .withPackagesToScan(packages.toArray(String[]::new))
            .withDatabase(options.get("database"))
            .withSchemaDatabase(options.get("schemaDatabase"))
            .withOutOfOrderAllowed(Boolean.parseBoolean(options.get("outOfOrder")))
            .withAutocrlf(Boolean.parseBoolean(options.get("autocrlf")))
            .build();
    }

    private static void run(String command, Migrations migrations, Map<String, String> options) {
        switch (command) {
            case "apply" -> answer("version", migrations.apply().map(Object::toString).orElse(""));
            case "info" -> answer("table", migrations.info().prettyPrint());
            case "validate" -> answer("outcome", migrations.validate().getOutcome());
            case "clean" -> answer("text", migrations.clean(Boolean.parseBoolean(options.get("all"))).prettyPrint());
            case "repair" -> answer("text", migrations.repair().prettyPrint());
            case "delete" -> answer("text", migrations.delete(MigrationVersion.withValue(options.get("version"))).prettyPrint());
            default -> answer("error", "unknown command '" + command + "'");
        }
    }

    private static void answer(String name, Object value) {
        OUT.println(name + "\t" + String.valueOf(value).replace("\r", "\\r").replace("\n", "\\n"));
    }

}
