import re
log = """\
2024-01-05 12:00:01 INFO  worker-1 started job 17
2024-01-05 12:00:03 ERROR worker-2 failed job 18: timeout after 2.5 s
2024-01-05 12:00:04 INFO  worker-1 finished job 17 in 3.0 s
not a log line
2024-01-05 12:00:09 WARNING main queue has 120 jobs"""
line = re.compile(r"(?P<date>\S+) (?P<time>[\d:]+) (?P<level>[A-Z]+)\s+(?P<who>[\w-]+) (?P<text>.*)")
levels = {}
for text in log.splitlines():
    m = line.match(text)
    if not m:
        print("skipped:", text)
        continue
    levels.setdefault(m["level"], []).append(m["text"])
    hours, minutes, seconds = map(int, m["time"].split(":"))
    print(m["who"], hours * 3600 + minutes * 60 + seconds, re.findall(r"\d+\.?\d*", m["text"]))
print(levels)
print(re.sub(r"job (\d+)", lambda m: f"job #{int(m[1]):04d}", log.splitlines()[0]))
print(sorted({m.group() for m in re.finditer(r"worker-\d", log)}), len(re.findall(r"^2024", log, re.MULTILINE)), re.split(r"\s{2,}", "a  b   c d"))
camel = lambda s: re.sub(r"_(\w)", lambda m: m[1].upper(), s)
snake = lambda s: re.sub(r"([A-Z])", r"_\1", s).lower()
print(camel("switch_interval_ms"), snake("switchIntervalMs"), snake(camel("a_b_c")))
