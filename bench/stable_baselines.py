"""Learning with Stable-Baselines3 on one thread: steps per CPU second (user and system) of learn(), without the start of Python, the mean return of the last 100 episodes, and each episode.

Usage: stable_baselines.py {a2c|ppo|dqn} STEPS SEED. Prints one JSON object. Settings are those of Phasic's agent with this name, so both do the same work (see agents.ts).
"""
import json
import sys
import time

import gymnasium
import numpy as np
import stable_baselines3
import torch
from stable_baselines3 import A2C, DQN, PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env

algorithm, steps, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(1)


def falling(start):
    return lambda left: left * start


def make():
    envs = make_vec_env("CartPole-v1", n_envs=1 if algorithm == "dqn" else 8, seed=seed)
    common = {"seed": seed, "device": "cpu"}
    if algorithm == "a2c":
        return A2C("MlpPolicy", envs, **common)
    if algorithm == "ppo":
        return PPO("MlpPolicy", envs, n_steps=32, batch_size=256, n_epochs=20, gae_lambda=0.8, gamma=0.98, learning_rate=falling(1e-3), clip_range=falling(0.2), **common)
    return DQN(
        "MlpPolicy", envs, learning_rate=2.3e-3, batch_size=64, buffer_size=100_000, learning_starts=1000, target_update_interval=256, train_freq=256, gradient_steps=128,
        exploration_fraction=0.16, exploration_final_eps=0.04, policy_kwargs={"net_arch": [256, 256]}, **common,
    )


class Episodes(BaseCallback):
    """The steps, over all environments, at which episodes ended, and their returns."""

    def __init__(self):
        super().__init__()
        self.ends, self.returns = [], []

    def _on_step(self):
        for info in self.locals["infos"]:
            if "episode" in info:
                self.ends.append(self.num_timesteps)
                self.returns.append(float(info["episode"]["r"]))
        return True


model, episodes = make(), Episodes()
began = time.process_time()
model.learn(steps, callback=episodes)
taken = time.process_time() - began
versions = f"Stable-Baselines3 {stable_baselines3.__version__}, PyTorch {torch.__version__}, Gymnasium {gymnasium.__version__}"
print(json.dumps({"rate": model.num_timesteps / taken, "lastReturn": float(np.mean(episodes.returns[-100:])), "endSteps": episodes.ends, "returns": episodes.returns, "versions": versions}))
