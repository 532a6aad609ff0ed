import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs one Neo4j server; how it is started depends on its line, and each has a class for that, named after the first
 * version that it fits. Their arguments are {@code HOME HOST PORT}.
 *
 * <p>HOME holds a neo4j.conf. The first line of standard input is the password to give to the user neo4j (empty: leave
 * it). Then "READY" is printed. TERM stops the server and leaves HOME. The end of standard input means that whoever
 * started the server is gone: it stops, and HOME is removed because nobody else will do it.
 */
final class Launcher {

	interface Server {

		void setPassword(String password) throws Exception;

		void shutdown();

	}

	interface Line {

		Server start(Path home, Path configuration, String host, int port) throws Exception;

	}

	static void run(String[] args, Line line) throws Exception {
		Path home = Path.of(args[0]);
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String password = input.readLine();

		Server server = line.start(home, home.resolve("neo4j.conf"), args[1], Integer.parseInt(args[2]));
		Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
		if (password != null && !password.isEmpty()) {
			server.setPassword(password);
		}
		System.out.println("READY");

		while (input.readLine() != null) {
			// Nothing else is said on standard input: only its end counts.
		}
		server.shutdown();
		remove(home);
		System.exit(0);
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
