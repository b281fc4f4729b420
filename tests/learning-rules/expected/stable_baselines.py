"""Short runs of Stable-Baselines3's DQN, A2C and PPO on CartPole, with all that they drew and what they learned, for tests/learning-rules/stable-baselines.test.ts.

Usage: stable_baselines.py > stable-baselines.json
"""
import json
import sys

import gymnasium
import numpy as np
import stable_baselines3
import torch
from stable_baselines3 import A2C, DQN, PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env

torch.set_num_threads(1)
# A short limit, so that some episodes are truncated and others terminate.
LIMIT = 18


def numbers(values):
    """Nine digits: enough for a number of 32 bits."""
    return [float(f"{float(value):.9g}") for value in values]


def flat(*modules):
    return numbers(value for module in modules for tensor in module.parameters() for value in tensor.detach().flatten())


class Steps(BaseCallback):
    """Each step of each environment: observation, action, reward, whether it terminated and was truncated, and the observation that followed."""

    def __init__(self):
        super().__init__()
        self.rows = []

    def _on_step(self):
        before, found = self.model._last_obs, self.locals
        after = found["new_obs"]
        for i, info in enumerate(found["infos"]):
            truncated = bool(info.get("TimeLimit.truncated", False))
            following = info["terminal_observation"] if found["dones"][i] else after[i]
            self.rows.append([*numbers(before[i]), int(found["actions"][i]), float(found["rewards"][i]), int(found["dones"][i] and not truncated), int(truncated), *numbers(following)])
        return True


def run(model, steps, networks):
    """networks: name -> its modules, from the input on."""
    record = {"before": {name: flat(*modules) for name, modules in networks.items()}, "after": []}
    train = model.train

    def noted(**given):
        train(**given)
        record["after"].append({"step": model.num_timesteps, **{name: flat(*modules) for name, modules in networks.items()}})

    model.train = noted
    watch = Steps()
    model.learn(steps, callback=watch)
    # What the first and the last training left.
    return {**record, "after": [record["after"][0], record["after"][-1]], "rows": watch.rows}


def dqn():
    model = DQN(
        "MlpPolicy", gymnasium.make("CartPole-v1", max_episode_steps=LIMIT), seed=3, device="cpu", policy_kwargs={"net_arch": [8, 8]}, learning_rate=2.3e-3, batch_size=16, buffer_size=100,
        learning_starts=40, target_update_interval=24, train_freq=16, gradient_steps=8, exploration_fraction=0.6, exploration_final_eps=0.2, max_grad_norm=0.5, gamma=0.98,
    )
    draws = {"explore": [], "actions": [], "batches": []}
    rand, randint, sample = np.random.rand, np.random.randint, model.action_space.sample

    def noted_randint(low, high=None, size=None):
        drawn = randint(low, high=high, size=size)
        # It draws the environment of each row as well, of one.
        if high != 1:
            draws["batches"].extend(drawn.tolist())
        return drawn

    def noted(name, draw):
        return lambda: draws[name].append(float(f"{float(draw()):.9g}")) or draws[name][-1]

    np.random.rand, np.random.randint = noted("explore", rand), noted_randint
    model.action_space.sample = lambda: int(noted("actions", sample)())
    learned = run(model, 160, {"online": [model.q_net], "target": [model.q_net_target]})
    np.random.rand, np.random.randint = rand, randint
    return {**draws, **learned}


def actor_critic(kind, steps, **settings):
    envs = make_vec_env("CartPole-v1", n_envs=2, seed=3, env_kwargs={"max_episode_steps": LIMIT})
    model = kind("MlpPolicy", envs, seed=3, device="cpu", policy_kwargs={"net_arch": {"pi": [8, 8], "vf": [8, 8]}}, **settings)
    policy = model.policy
    return run(model, steps, {"actor": [policy.mlp_extractor.policy_net, policy.action_net], "critic": [policy.mlp_extractor.value_net, policy.value_net]})


json.dump(
    {
        "versions": f"Stable-Baselines3 {stable_baselines3.__version__}, PyTorch {torch.__version__}, Gymnasium {gymnasium.__version__}",
        "dqn": dqn(),
        "a2c": actor_critic(A2C, 120, n_steps=5, ent_coef=0.01, gae_lambda=0.9),
        # One batch is the whole rollout: its order does not matter.
        "ppo": actor_critic(PPO, 128, n_steps=16, batch_size=32, n_epochs=6, gamma=0.98, gae_lambda=0.8, ent_coef=0.01, clip_range=lambda left: 0.2 * left, learning_rate=lambda left: 3e-3 * left),
    },
    sys.stdout,
)
