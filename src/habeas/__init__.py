"""habeas rebuilds, from outside evidence, the register a state must keep of the persons it deprives of liberty."""

__version__ = "0.1.0"
