#include <iostream>
#include <memory>
#include <neo4j_bolt.h>
#include <neo4j_migrations.h>

int main()
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_error err = N4M_ERROR_INIT;
    n4m_migrations *opened = nullptr;
    options.address = "http://localhost";
    n4m_status st = n4m_open(&options, &opened, &err);
    std::unique_ptr<n4m_migrations, decltype(&n4m_close)> migrations(opened, n4m_close);
    std::cout << (st == N4M_E_ARGUMENT ? err.message : "opened") << "\n";
}
