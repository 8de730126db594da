"""The demo library: drawn scenes, clips and film posters, imported like anything else."""

from app.services.demo.build import ensure_demo

__all__ = ["ensure_demo"]
