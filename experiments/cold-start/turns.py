"""Times `emonet classify CLIP` of several programs in turns: turns.py WEIGHTS CLIP PROGRAM..."""
import statistics
import subprocess
import sys
import time

weights, clip, programs = sys.argv[1], sys.argv[2], sys.argv[3:]
seconds = {program: [] for program in programs}
for _ in range(16):
    for program in programs:
        start = time.perf_counter()
        subprocess.run([program, "classify", "--weights", weights, clip], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds[program].append(time.perf_counter() - start)
for program, values in seconds.items():
    print(f"{program}: median {statistics.median(values):.3f} s ({min(values):.3f}..{max(values):.3f})")
