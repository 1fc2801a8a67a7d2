import threading
graph = {"a": {"b": 4, "c": 1}, "b": {"d": 1}, "c": {"b": 2, "d": 5}, "d": {"e": 3}, "e": {}}
def dijkstra(start):
    distance, todo = {start: 0}, [(0, start)]
    while todo:
        todo.sort(reverse=True)
        d, node = todo.pop()
        if d > distance[node]:
            continue
        for other, weight in graph[node].items():
            if d + weight < distance.get(other, float("inf")):
                distance[other] = d + weight
                todo.append((d + weight, other))
    return distance
table, lock = {}, threading.Lock()
def work(node):
    result = dijkstra(node)
    with lock:
        table[node] = result
threads = [threading.Thread(target=work, args=(n,)) for n in graph]
for t in threads:
    t.start()
for t in threads:
    t.join()
for node in sorted(table):
    print(node, dict(sorted(table[node].items())))
maze = ["S.#.....", "..#.###.", ".#....#.", "...##.#E"]
def route(maze):
    places = {(r, c): v for r, row in enumerate(maze) for c, v in enumerate(row)}
    start = next(p for p, v in places.items() if v == "S")
    queue, came = [start], {start: None}
    for r, c in queue:
        if places[r, c] == "E":
            path, at = [], (r, c)
            while at:
                path.append(at)
                at = came[at]
            return path[::-1]
        for step in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
            if places.get(step, "#") != "#" and step not in came:
                came[step] = (r, c)
                queue.append(step)
path = route(maze)
print(len(path), path[0], path[-1])
