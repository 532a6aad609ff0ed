import java.util.Map;

import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;

/**
 * The official driver for Java, doing the works of replay.c that it can do: {@code JavaDriver URI WORK COUNT TIMES}.
 */
final class JavaDriver {

    private interface Work {

        void run(Transaction transaction, int count);
    }

    public static void main(String[] args) {
        var count = Integer.parseInt(args[2]);
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            System.out.printf("%.6f%n", run(args[0], args[1], count) / 1e9);
        }
    }

    private static long run(String uri, String work, int count) {
        switch (work) {
        case "connect":
            return connect(uri, count);
        case "sequential":
            return inTransaction(uri, JavaDriver::runEach, count);
        case "rows":
            return inTransaction(uri, JavaDriver::readRows, count);
        default:
            throw new IllegalArgumentException(work);
        }
    }

    private static Driver open(String uri) {
        return GraphDatabase.driver(uri, AuthTokens.basic(System.getenv("NEO4J_USERNAME"), System.getenv("NEO4J_PASSWORD")));
    }

    private static long connect(String uri, int count) {
        var start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            try (Driver driver = open(uri); Session session = driver.session()) {
                session.run("RETURN 1").single();
            }
        }
        return System.nanoTime() - start;
    }

    private static long inTransaction(String uri, Work work, int count) {
        try (Driver driver = open(uri); Session session = driver.session()) {
            driver.verifyConnectivity();
            var start = System.nanoTime();
            try (Transaction transaction = session.beginTransaction()) {
                work.run(transaction, count);
                transaction.commit();
            }
            return System.nanoTime() - start;
        }
    }

    private static void runEach(Transaction transaction, int count) {
        for (int i = 0; i < count; i++) {
            transaction.run("RETURN $i", Map.of("i", i)).consume();
        }
    }

    private static void readRows(Transaction transaction, int count) {
        var sum = transaction.run("UNWIND range(1, " + count + ") AS x RETURN x").stream()
            .mapToLong(row -> row.get(0).asLong())
            .sum();
        if (sum != (long) count * (count + 1) / 2) {
            throw new IllegalStateException("the rows add up to " + sum);
        }
    }
}
