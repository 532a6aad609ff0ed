#include <neo4j_migrations.h>
#include <stdio.h>

int main(void)
{
    puts(n4m_version());
    return 0;
}
