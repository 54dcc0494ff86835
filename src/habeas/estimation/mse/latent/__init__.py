"""Latent classes: the total where persons fall into groups that nobody sees, each with its own chance to be on a list."""

from habeas.estimation.mse.latent.estimating import Sampler, estimate

__all__ = ["Sampler", "estimate"]
