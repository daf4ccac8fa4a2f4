"""A server on the loopback interface that answers as the sources do, faults included.

A test module asks for it with `pytest_plugins = ("loopback.fixtures",)`.
"""
