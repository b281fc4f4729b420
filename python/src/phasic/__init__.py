"""Dopamine reward prediction errors of learning agents as pandas tables.

Runs the program Phasic, and opens its files:

    import phasic

    run = phasic.run('schultz-1997', agent='td-csc')
    run.signatures      # which findings the agent shows
    run.signals         # one row per step: trial, t_s, rpe, value, reward, rate
"""

from ._program import PhasicError, find_program
from ._run import Run, open, run
from ._sweep import sweep
from ._trained import TrainedRun

__all__ = ["PhasicError", "Run", "TrainedRun", "find_program", "open", "run", "sweep"]
