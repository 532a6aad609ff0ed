import java.nio.file.Path;
import java.util.Map;

import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** Neo4j 4.3 and later. */
final class Neo4j43 implements Launcher.Server {

	private static final long AVAILABLE_WITHIN_MS = 60_000;

	private final DatabaseManagementService service;

	private Neo4j43(DatabaseManagementService service) {
		this.service = service;
	}

	public static void main(String[] args) throws Exception {
		Launcher.run(args, Neo4j43::start);
	}

	private static Launcher.Server start(Path home, Path configuration, String host, int port) {
		SocketAddress address = new SocketAddress(host, port);
		DatabaseManagementService service = new DatabaseManagementServiceBuilder(home).loadPropertiesFromFile(configuration)
			.setConfig(BoltConnector.enabled, true)
			.setConfig(BoltConnector.listen_address, address)
			.setConfig(BoltConnector.advertised_address, address)
			.build();
		// One that was killed takes a moment to recover.
		if (!service.database("neo4j").isAvailable(AVAILABLE_WITHIN_MS)) {
			throw new IllegalStateException("the database neo4j does not become available");
		}
		return new Neo4j43(service);
	}

	@Override
	public void setPassword(String password) {
		this.service.database("system")
			.executeTransactionally("ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
					Map.of("password", password));
	}

	@Override
	public void shutdown() {
		this.service.shutdown();
	}

}
