"""The cluster of Ray that the tests share: two node processes on this computer; see its fixture."""

from benchmarks.ray_nodes import RayCluster, free_port

__all__ = ["TOKEN", "RayCluster", "free_port"]

TOKEN = "0123456789abcdef0123456789abcdef"
"""What it asks for."""
