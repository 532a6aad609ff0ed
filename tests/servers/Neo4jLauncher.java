import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Runs one Neo4j server, of version 4.0 or later: {@code Neo4jLauncher HOME HOST PORT}.
 *
 * <p>HOME holds a neo4j.conf. The first line of standard input is the password to give to the user neo4j (empty: leave
 * it). Then "READY" is printed. TERM stops the server and leaves HOME. The end of standard input means that whoever
 * started the server is gone: it stops, and HOME is removed because nobody else will do it.
 */
final class Neo4jLauncher {

	public static void main(String[] args) throws Exception {
		Path home = Path.of(args[0]);
		SocketAddress address = new SocketAddress(args[1], Integer.parseInt(args[2]));
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String password = input.readLine();

		DatabaseManagementService server = new DatabaseManagementServiceBuilder(home)
			.loadPropertiesFromFile(home.resolve("neo4j.conf"))
			.setConfig(BoltConnector.enabled, true)
			.setConfig(BoltConnector.listen_address, address)
			.setConfig(BoltConnector.advertised_address, address)
			.build();
		Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
		if (password != null && !password.isEmpty()) {
			setPassword(server, password);
		}
		System.out.println("READY");

		while (input.readLine() != null) {
			// Nothing else is said on standard input: only its end counts.
		}
		server.shutdown();
		remove(home);
		System.exit(0);
	}

	private static void setPassword(DatabaseManagementService server, String password) {
		server.database("system").executeTransactionally(
				"ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password));
	}

	private static void remove(Path folder) throws IOException {
		List<Path> deepestFirst;
		try (var paths = Files.walk(folder)) {
			deepestFirst = paths.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
		}
		for (Path path : deepestFirst) {
			Files.deleteIfExists(path);
		}
	}

}
