import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.neo4j.graphdb.GraphDatabaseService;
import org.neo4j.graphdb.factory.GraphDatabaseFactory;
import org.neo4j.kernel.api.security.UserManagerSupplier;
import org.neo4j.kernel.configuration.BoltConnector;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/** Neo4j 3.5, which has one database and no statement that sets a password for somebody else. */
final class Neo4j35 implements Launcher.Server {

	private final GraphDatabaseService database;

	private Neo4j35(GraphDatabaseService database) {
		this.database = database;
	}

	public static void main(String[] args) throws Exception {
		Launcher.run(args, Neo4j35::start);
	}

	private static Launcher.Server start(Path home, Path configuration, String host, int port) {
		BoltConnector connector = new BoltConnector("bolt");
		String address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
		return new Neo4j35(new GraphDatabaseFactory().newEmbeddedDatabaseBuilder(home.resolve("graph.db").toFile())
			.loadPropertiesFromFile(configuration.toString())
			.setConfig(connector.type, "BOLT")
			.setConfig(connector.enabled, "true")
			.setConfig(connector.listen_address, address)
			.setConfig(connector.advertised_address, address)
			.newGraphDatabase());
	}

	@Override
	public void setPassword(String password) throws Exception {
		((GraphDatabaseAPI) this.database).getDependencyResolver()
			.resolveDependency(UserManagerSupplier.class)
			.getUserManager()
			.setUserPassword("neo4j", password.getBytes(StandardCharsets.UTF_8), false);
	}

	@Override
	public void shutdown() {
		this.database.shutdown();
	}

}
