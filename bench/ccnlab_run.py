"""Runs one of CCNLab's own models through all of its experiments and compares it with the published results, as CCNLab's scripts/run_baselines.py does, without plots. Usage: ccnlab_run.py FOLDER rescorla-wagner|kalman|td SUBJECTS [EXPERIMENT]; FOLDER is a checkout of https://github.com/nikhilxb/ccnlab. Prints one JSON object."""
import json
import random
import sys
import types

# Its evaluation imports IPython and uses nothing of it.
sys.modules.setdefault("IPython", types.SimpleNamespace(embed=None))
folder, name, subjects = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.path.insert(0, folder)

import ccnlab.benchmarks.classical as classical
import ccnlab.evaluation as evaluation
from ccnlab.baselines.basic import KalmanFilter, RescorlaWagner, TemporalDifference


def new_model(experiment, trial):
    sizes = {"cs_dim": len(experiment.cs_space), "ctx_dim": len(experiment.ctx_space)}
    if name == "td":
        return TemporalDifference(num_timesteps=len(trial), **sizes)
    return (KalmanFilter if name == "kalman" else RescorlaWagner)(**sizes)


random.seed(0)
experiments = classical.registry(*(sys.argv[4:] or ["*"]))
for experiment in experiments:
    experiment.reset()
    for group, trials in experiment.stimuli.items():
        for _ in range(subjects):
            model = new_model(experiment, trials[-1])
            for i, trial in enumerate(trials):
                for t in range(len(trial)):
                    cs, ctx, us = experiment.stimulus(group, i, t, vector=True)
                    experiment.data[group][i][t]["response"].append(model.act(cs, ctx, us, t))
    simulated = experiment.simulated_results()
    if len(simulated) == 2:
        evaluation.ratio_of_ratios(experiment.empirical_results, simulated)
    else:
        evaluation.correlation(experiment.empirical_results, simulated)
print(json.dumps({"experiments": len(experiments)}))
