"""The parts of environment/lab; Python's standard library alone, but for notebook.py, which runs in the private environment."""
