"""Benchmarks of the register, for developers alone: ``python -m bench``. The app never imports this package."""
