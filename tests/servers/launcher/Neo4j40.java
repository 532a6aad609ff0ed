import java.nio.file.Path;
import java.util.Map;

import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.api.KernelTransaction;
import org.neo4j.kernel.api.security.AuthManager;
import org.neo4j.kernel.api.security.AuthToken;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/** Neo4j 4.0 to 4.2, which have files where later ones have paths; users of 4.0 can only change their own passwords. */
final class Neo4j40 implements Launcher.Server {

	private static final String USER = "neo4j", FIRST_PASSWORD = "neo4j";

	private final DatabaseManagementService service;

	private Neo4j40(DatabaseManagementService service) {
		this.service = service;
	}

	public static void main(String[] args) throws Exception {
		Launcher.run(args, Neo4j40::start);
	}

	private static Launcher.Server start(Path home, Path configuration, String host, int port) {
		SocketAddress address = new SocketAddress(host, port);
		return new Neo4j40(new DatabaseManagementServiceBuilder(home.toFile())
			.loadPropertiesFromFile(configuration.toString())
			.setConfig(BoltConnector.enabled, true)
			.setConfig(BoltConnector.listen_address, address)
			.setConfig(BoltConnector.advertised_address, address)
			.build());
	}

	@Override
	public void setPassword(String password) throws Exception {
		GraphDatabaseAPI system = (GraphDatabaseAPI) this.service.database("system");
		AuthManager manager = system.getDependencyResolver().resolveDependency(AuthManager.class);
		// The spelling of the names of these types has changed between the versions.
		KernelTransaction.Type explicit = KernelTransaction.Type.values()[1];
		try (var transaction = system.beginTransaction(explicit,
				manager.login(AuthToken.newBasicAuthToken(USER, FIRST_PASSWORD)))) {
			transaction.execute("ALTER CURRENT USER SET PASSWORD FROM $old TO $new",
					Map.of("old", FIRST_PASSWORD, "new", password)).close();
			transaction.commit();
		}
	}

	@Override
	public void shutdown() {
		this.service.shutdown();
	}

}
