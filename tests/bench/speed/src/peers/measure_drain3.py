"""Lines per second of drain3: python measure_drain3.py LINES.json PASSES ROUNDS; prints JSON."""
import json
import logging
import platform
import sys
import time
from importlib.metadata import version

from drain3 import TemplateMiner
from drain3.masking import MaskingInstruction
from drain3.template_miner_config import TemplateMinerConfig

logging.disable(logging.CRITICAL)
lines = json.load(open(sys.argv[1], encoding="utf-8"))
passes, rounds = int(sys.argv[2]), int(sys.argv[3])


def rate(masked):
    best = 0.0
    for _ in range(rounds):
        config = TemplateMinerConfig()
        if masked:
            config.masking_instructions = [
                MaskingInstruction(r"((?<=[^A-Za-z0-9])|^)([\-\+]?\d+)((?=[^A-Za-z0-9])|$)", "NUM")
            ]
        miner = TemplateMiner(config=config)
        began = time.process_time()
        for _ in range(passes):
            for line in lines:
                miner.add_log_message(line)
        best = max(best, passes * len(lines) / (time.process_time() - began))
    return best


print(
    json.dumps(
        {
            "version": version("drain3"),
            "python": platform.python_version(),
            "linesPerSecond": {"no masks": rate(False), "one mask, its own for numbers": rate(True)},
        }
    )
)
