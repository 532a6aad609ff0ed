package loading;

import java.net.URI;

import ac.simons.neo4j.migrations.formats.csv.AbstractLoadCSVMigration;
import org.neo4j.driver.Query;

/** What examples/csv does, for the Java library; the runner says where the file is. */
public final class R050__LoadBooks extends AbstractLoadCSVMigration {

    public R050__LoadBooks() {
        super(URI.create(System.getProperty("csv")), true);
    }

    @Override
    public Query getQuery() {
        return new Query("LOAD CSV WITH HEADERS FROM '%s' AS row MERGE (b:Book {title: row.title}) SET b.by = 'Java'");
    }

}
