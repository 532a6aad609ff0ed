package programmatic;

import ac.simons.neo4j.migrations.core.JavaBasedMigration;
import ac.simons.neo4j.migrations.core.MigrationContext;

/** A migration as the Java library knows them: a class. */
public final class V2__Measure implements JavaBasedMigration {

    @Override
    public void apply(MigrationContext context) {
        try (var session = context.getSession()) {
            session.run("CREATE (:Measured {by: 'Java'})").consume();
        }
    }

}
