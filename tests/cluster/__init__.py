"""The engine on a cluster: a real one of two servers, and the current ClickHouse inside this process.

``make test-cluster`` installs what these tests need and requires them; elsewhere they are skipped where it is missing.
"""
