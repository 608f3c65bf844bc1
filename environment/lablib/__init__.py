"""The parts of environment/lab; the standard library alone, but for notebook.py, which the private environment runs."""
