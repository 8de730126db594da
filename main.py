"""Starts Kinora: a command on the command line, or the window."""

import os
import sys
from collections.abc import Sequence

# Numeric libraries read these once, at import: a worker of its own never starts a thread pool of
# its own beside ours (small products in a worker are many times slower with one).
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, str(max(1, (os.cpu_count() or 2))))

# A numeric thread that waits for its next task sleeps instead of spinning. Beside decoders or other
# programs the spinning took nine tenths of the processor: sentence vectors came 5 times slower.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# Short switches keep the window responsive beside pure Python work, which takes 5 % longer by them.
sys.setswitchinterval(0.0005)


def main(argv: Sequence[str] | None = None) -> int:
    """Run Kinora and return the exit code.

    Args:
        argv: arguments without the program's name; None takes those of the process.
    """
    from common.workers import run_as_worker

    words = list(sys.argv[1:] if argv is None else argv)
    if run_as_worker(words):
        return 0
    from app.cli.frame import build_parser, command_name, run_command
    from app.services.logs import configure_logging

    arguments = build_parser(command_name(words)).parse_args(words)
    configure_logging(verbose=arguments.verbose)
    if arguments.command is not None:
        return run_command(arguments)
    from app.shell.start import run_window

    return run_window(arguments)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # workers of a frozen program are the program itself
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main())
