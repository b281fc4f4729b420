"""Steps per CPU second of one of Gymnasium's environments: random actions, including the observation, one thread. Usage: envs.py ID. Prints one JSON object."""
import json
import sys
import time

import gymnasium as gym

ids = {
    "cartpole": "CartPole-v1",
    "mountain-car": "MountainCar-v0",
    "acrobot": "Acrobot-v1",
    "pendulum": "Pendulum-v1",
    "frozen-lake": "FrozenLake-v1",
    "cliff-walking": "CliffWalking-v1",
    "taxi": "Taxi-v3",
}


def rate(name, seconds=0.6):
    try:
        env = gym.make(name)
    except Exception:
        env = gym.make(name.replace("v3", "v4"))
    env.reset(seed=1)
    actions = [env.action_space.sample() for _ in range(1000)]
    steps = 0
    start = time.process_time()
    while time.process_time() - start < seconds:
        for action in actions:
            _, _, terminated, truncated, _ = env.step(action)
            if terminated or truncated:
                env.reset()
        steps += len(actions)
    return steps / (time.process_time() - start)


print(json.dumps({"rate": rate(ids[sys.argv[1]]), "version": f"Gymnasium {gym.__version__}"}))
