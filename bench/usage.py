"""Runs a command and prints what it used, its children included, as one JSON object: processor time and wall-clock time in seconds, peak memory in megabytes. Usage: usage.py COMMAND ARGUMENT ..."""
import json
import resource
import subprocess
import sys
import time

began = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
wall = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
# Kilobytes, but bytes on macOS.
peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "wall": wall, "megabytes": peak}))
sys.exit(done.returncode)
